package storetest_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// client is what the store needs of a client of Redis.
type client interface {
	SetNX(ctx context.Context, key, value string, expires time.Duration) (set bool, err error)
	Set(ctx context.Context, key, value string, expires time.Duration) error
	Get(ctx context.Context, key string) (value string, err error) // empty if there is none
	Del(ctx context.Context, key string) error
}

// leases is a store that calls do at least once. Its work must be idempotent by key: do runs again if the process dies
// before the mark, if Redis forgets, and if a function outlasts the lease.
type leases struct{ redis client }

const (
	lease = time.Minute         // longer than the timeout of the handler
	keep  = 90 * 24 * time.Hour // at least 48 hours
)

func (l leases) Once(ctx context.Context, key string, do func(context.Context) error) (err error) {
	if key == "" {
		return do(ctx)
	}
	leased, err := l.redis.SetNX(ctx, "stash:"+key, "at work", lease)
	if err != nil {
		return err
	}
	if !leased {
		if value, err := l.redis.Get(ctx, "stash:"+key); err != nil || value == "done" {
			return err
		}
		return errors.New("the event is being received; Stash will send it again")
	}
	done := false
	defer func() {
		if !done {
			err = errors.Join(err, l.redis.Del(context.WithoutCancel(ctx), "stash:"+key))
		}
	}()
	work, cancel := context.WithTimeout(ctx, lease)
	defer cancel()
	if err := do(work); err != nil {
		return err
	}
	done = true // a process that dies here leaves a lease, and do runs again when it has ended
	return l.redis.Set(ctx, "stash:"+key, "done", keep)
}

// A grant that is idempotent by the order's id may use a store that calls it at least once.
func Example_atLeastOnce() {
	var store webhook.Store = leases{&fake{values: map[string]string{}}}
	granted := map[string]bool{}
	for range 2 {
		err := store.Once(context.Background(), "PURCHASE_SUCCEEDED:order-1", func(context.Context) error {
			granted["order-1"] = true
			return nil
		})
		fmt.Println(err, granted)
	}
	// Output:
	// <nil> map[order-1:true]
	// <nil> map[order-1:true]
}

// fake is a Redis in memory whose keys do not expire.
type fake struct {
	mu     sync.Mutex
	values map[string]string
	down   bool // the next Set fails
}

var errDown = errors.New("redis is down")

func (f *fake) SetNX(_ context.Context, key, value string, _ time.Duration) (bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, found := f.values[key]; found {
		return false, nil
	}
	f.values[key] = value
	return true, nil
}

func (f *fake) Set(_ context.Context, key, value string, _ time.Duration) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down {
		f.down = false
		return errDown
	}
	f.values[key] = value
	return nil
}

func (f *fake) Get(_ context.Context, key string) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.values[key], nil
}

func (f *fake) Del(_ context.Context, key string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.values, key)
	return nil
}
