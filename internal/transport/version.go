package transport

// Version is the version of the SDK. The User-Agent header carries it.
const Version = "0.1.0"
