package webhook

import "context"

// Store remembers which events are done, by key. It must be safe for concurrent use.
type Store interface {
	// Once calls do, unless an earlier call for the key succeeded, and remembers the key if do returns nil. While do is
	// running for a key, other calls for the key wait: if this one fails, one of them calls its own do. Once returns nil
	// if do succeeded, now or earlier, and an error if that is not certain. An empty key is never remembered: do is
	// called every time.
	//
	// Once may call do again if it has undone everything that do did, as a transaction's rollback does. The context that
	// do gets must be ctx or derived from it. When ctx ends, Once must not wait longer than it has to. Keys differ by
	// every byte, also by case and trailing spaces; a key that NewHandler passes has at most 290 bytes, or what the
	// function of WithKey returned and 90 bytes.
	Once(ctx context.Context, key string, do func(ctx context.Context) error) error
}
