package stash

// Ptr returns a pointer to a value, for optional parameters: nil is not sent, a pointer to zero is sent.
func Ptr[T any](value T) *T { return &value }
