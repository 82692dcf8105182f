// Package careless has the mistakes that stores of all kinds can make. The tests of the rules make stores of it, to see that
// each rule catches its mistake.
package careless

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/keylock"
	"github.com/stash-sdk/stash-go/internal/storerules"
)

// Mistakes are the mistakes that Guard can make, each with the rule that catches it.
var Mistakes = map[string]string{
	"hides the error":                   "returns the error",
	"tries again":                       "does not repeat by itself",
	"takes a panic for success":         "a panic is no success",
	"keeps the lock after a panic":      "a panic is no success",
	"lets its own process in":           "one at a time",
	"has a lock in each process":        "one at a time in two processes",
	"waits without the context":         "stops waiting with its context",
	"gives a context without values":    "passes the context's values",
	"gives a context that does not end": "ends the context of the work",
}

// Server is one of two servers whose stores have the same data.
type Server struct {
	Mistake     string
	shared, own *locks
}

type locks struct {
	keylock.Locks
	mu      sync.Mutex
	holders map[string]*holder
}

// holder is a server that holds a key, and how many of its calls do.
type holder struct {
	server *locks
	calls  int
}

// Two returns two servers that make the same mistake.
func Two(mistake string) (first, second Server) {
	shared := &locks{holders: map[string]*holder{}}
	return Server{mistake, shared, &locks{}}, Server{mistake, shared, &locks{}}
}

// Guard calls do as a store should, one at a time for each key, but for its mistake.
func (s Server) Guard(ctx context.Context, key string, do func(ctx context.Context) error) (err error) {
	unlock, err := s.lock(ctx, key)
	if err != nil {
		return err
	}
	finished := false
	defer func() {
		if finished || s.Mistake != "keeps the lock after a panic" {
			unlock()
		}
		if !finished && s.Mistake == "takes a panic for success" {
			_ = recover()
			err = nil
		}
	}()
	switch s.Mistake {
	case "gives a context without values":
		ctx = bare{ctx}
	case "gives a context that does not end":
		ctx = context.WithoutCancel(ctx)
	}
	err = do(ctx)
	if errors.Is(err, storerules.ErrWork) && s.Mistake == "tries again" {
		err = do(ctx)
	}
	finished = true
	if s.Mistake == "hides the error" {
		return nil
	}
	return err
}

// bare is a context without its values.
type bare struct{ context.Context }

func (bare) Value(any) any { return nil }

func (s Server) lock(ctx context.Context, key string) (unlock func(), err error) {
	switch s.Mistake {
	case "has a lock in each process":
		return s.own.Lock(ctx, key)
	case "waits without the context":
		return s.shared.Lock(context.WithoutCancel(ctx), key)
	case "lets its own process in":
		return s.enter(ctx, key)
	}
	return s.shared.Lock(ctx, key)
}

// enter lets in all calls of the server that holds the key, like a lock on a file.
func (s Server) enter(ctx context.Context, key string) (leave func(), err error) {
	for {
		s.shared.mu.Lock()
		h := s.shared.holders[key]
		if h == nil {
			h = &holder{server: s.own}
			s.shared.holders[key] = h
		}
		if h.server == s.own {
			h.calls++
			s.shared.mu.Unlock()
			return func() {
				s.shared.mu.Lock()
				defer s.shared.mu.Unlock()
				if h.calls--; h.calls == 0 {
					delete(s.shared.holders, key)
				}
			}, nil
		}
		s.shared.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
}
