package stash

// Ptr returns a pointer to a value, for optional parameters, where unset differs from zero.
func Ptr[T any](value T) *T { return &value }
