package inbound

import (
	"net/http"
	"strings"
)

// Find returns a header's first value and the number of its values. Headers that did not pass through net/http can have any
// case.
func Find(header http.Header, canonical string) (string, int) {
	values := header[canonical]
	if len(values) == 0 {
		for name, other := range header {
			if len(other) > 0 && strings.EqualFold(name, canonical) {
				values = other
			}
		}
	}
	if len(values) == 0 {
		return "", 0
	}
	return values[0], len(values)
}

// Joined is the hint for a signature's header that a proxy joined from two; empty if it did not.
func Joined(value string) string {
	if strings.Contains(value, ",") {
		return "; the value has a comma, as if a proxy joined two headers into one"
	}
	return ""
}

// Changed is the hint for a body that something between Stash and the handler has changed; empty if there is no sign of it.
func Changed(header http.Header, body []byte) string {
	if encoding, n := Find(header, "Content-Encoding"); n > 0 && !strings.EqualFold(encoding, "identity") {
		return "; the request has a Content-Encoding: the signature is over the bytes that Stash sent, so let no proxy compress or decompress them"
	}
	switch {
	case len(body) >= 2 && body[0] == 0x1f && body[1] == 0x8b:
		return "; the body is compressed with gzip: Stash sends plain JSON, so let no proxy compress it"
	case strings.HasPrefix(string(body[:min(len(body), 3)]), "\uFEFF"):
		return "; the body begins with a byte order mark, which Stash does not send and JSON does not allow"
	}
	return ""
}
