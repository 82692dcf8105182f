package webhook

import "context"

// Store remembers which events are done, by key. It must be safe for concurrent use. Package
// [github.com/stash-sdk/stash-go/stash/webhook/storetest] checks a store of your own.
type Store interface {
	// Once calls do, unless an earlier call for the key succeeded, and remembers the key if do returns nil. While do is
	// running for a key, other calls for the key wait, in this process or another one on the same store: if this one
	// fails, one of them calls its own do. Instead of waiting they may fail, because Stash sends the event again. Once
	// returns nil if do succeeded, now or earlier, and an error if that is not certain. An empty key is never remembered:
	// do is called every time.
	//
	// May do run twice? Within one call only if Once has undone everything that the first run did, as a transaction's
	// rollback does. An error of do's own is returned, and do is not tried again.
	//
	// What if the process dies after do and before the mark? The next delivery calls do again. So the work takes effect
	// once only if it is committed together with the mark, or is idempotent by key.
	//
	// Is a lease enough, such as a lock with a time limit in Redis? No: it ends while a slow do is still running, and a
	// second one begins. Such a store calls do at least once, and do must be idempotent by key.
	//
	// Which context does do get? ctx, or one derived from it. When ctx ends, Once must not wait for other calls any more.
	//
	// How long is a key, and of which bytes? A key that NewHandler passes has at most 290 bytes, or what the function of
	// WithKey returned and 90 bytes. It may hold any bytes. Keys differ by every byte, also by case and spaces at the end;
	// a store that cannot hold a key may hold a SHA-256 of it.
	//
	// How long are keys kept? At least 48 hours, because Stash repeats an event for about a day. Longer is better: a
	// recorded delivery whose signature has no time takes effect again once its key is forgotten.
	Once(ctx context.Context, key string, do func(ctx context.Context) error) error
}
