package webhook

import "context"

// Store remembers which events are done.
type Store interface {
	// Once calls do unless an earlier call for the key has succeeded, and remembers the key when do returns nil.
	// While do runs for a key, other calls for it wait, so that one of them runs it if this one fails. It returns nil
	// when do has succeeded, now or earlier, and an error when that is not certain. An empty key is never remembered:
	// do is called every time.
	Once(ctx context.Context, key string, do func(ctx context.Context) error) error
}
