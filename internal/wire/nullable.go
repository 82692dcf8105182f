package wire

import (
	"bytes"
	"encoding/json"
)

// Nullable is a value that may be null. Its zero value is unset: it is not sent. Make one of [Some] or [Null].
type Nullable[T any] struct {
	set   bool
	value *T // nil for null
}

// Some is a value that is set.
func Some[T any](value T) Nullable[T] { return Nullable[T]{true, &value} }

// Null is a value that is set to null.
func Null[T any]() Nullable[T] { return Nullable[T]{set: true} }

// Get returns the value. ok is false if it is null or unset.
func (n Nullable[T]) Get() (value T, ok bool) {
	if n.value == nil {
		return value, false
	}
	return *n.value, true
}

// IsNull reports whether the value is set to null.
func (n Nullable[T]) IsNull() bool { return n.set && n.value == nil }

// IsZero reports whether the value is unset, so that encoding/json leaves it out.
func (n Nullable[T]) IsZero() bool { return !n.set }

// MarshalJSON writes the value, or null if it is null or unset.
func (n Nullable[T]) MarshalJSON() ([]byte, error) {
	if n.value == nil {
		return []byte("null"), nil
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(n.value)
	return bytes.TrimSpace(out.Bytes()), err
}

// UnmarshalJSON reads a value or null.
func (n *Nullable[T]) UnmarshalJSON(data []byte) error {
	*n = Nullable[T]{set: true}
	if bytes.Equal(data, []byte("null")) {
		return nil
	}
	n.value = new(T)
	return Unmarshal(data, n.value)
}

// CheckNullable applies a rule to a value that is set and not null. A required one must be set, if only to null.
func CheckNullable[T any](field string, value Nullable[T], required bool, check func(field string, value T) error) error {
	if !value.set {
		return CheckSet(field, !required)
	}
	if value.value == nil || check == nil {
		return nil
	}
	return check(field, *value.value)
}
