package webhook

import "context"

// Store remembers which events are done, by key. It must be safe for concurrent use.
type Store interface {
	// Once calls do, unless an earlier call for the key succeeded, and remembers the key if do returns nil. While do is
	// running for a key, other calls for the key wait: if this one fails, one of them calls its own do. Once returns nil
	// if do succeeded, now or earlier, and an error if that is not certain. An empty key is never remembered: do is
	// called every time.
	Once(ctx context.Context, key string, do func(ctx context.Context) error) error
}
