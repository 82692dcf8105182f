// Package storerules has the rules that stores of webhook events and stores of purchases share, as checks of a store.
package storerules

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// Call is what a store does for a key: it calls do, and stores that it is done.
type Call func(ctx context.Context, key string, do func(ctx context.Context) error) error

// Trial is a store that is checked. Both calls use the same data, as two servers do.
type Trial struct {
	First, Second Call
	Patience      time.Duration // how long a call may take that has nothing to wait for
}

// Rule is a promise of a store. Check returns a sentence about how it is broken, or nil.
type Rule struct {
	Name  string
	Check func(t Trial) error
}

// Run checks each rule in a test of its own.
func Run(t *testing.T, trial Trial, rules []Rule) {
	t.Helper()
	for _, rule := range rules {
		t.Run(rule.Name, func(t *testing.T) {
			if err := rule.Check(trial); err != nil {
				t.Error(err)
			}
		})
	}
}

// Broken returns the names of the rules that a store breaks.
func Broken(trial Trial, rules []Rule) (names []string) {
	for _, rule := range rules {
		if rule.Check(trial) != nil {
			names = append(names, rule.Name)
		}
	}
	return names
}

// Shared are the rules that do not depend on what is stored.
func Shared() []Rule {
	return []Rule{
		{"returns the error", returnsTheError},
		{"does not repeat by itself", doesNotRepeat},
		{"a panic is no success", panics},
		{"one at a time", func(t Trial) error { return oneAtATime(t, t.First, t.First) }},
		{"one at a time in two processes", func(t Trial) error { return oneAtATime(t, t.First, t.Second) }},
		{"stops waiting with its context", stopsWaiting},
		{"passes the context's values", passesValues},
		{"ends the context of the work", endsTheContext},
	}
}

// Key returns a key that no other test has used.
func Key() string { return fmt.Sprintf("storetest-%016x", rand.Uint64()) }

// ErrWork is the error of work that fails.
var ErrWork = errors.New("the work failed")

// Outcome is how a call of a store ended.
type Outcome struct {
	Err      error
	Panicked bool
	Late     bool // it did not end in time
}

// Start begins a call. The outcome comes when it has ended, or Late when it has not within the patience.
func (t Trial) Start(ctx context.Context, call Call, key string, do func(ctx context.Context) error) <-chan Outcome {
	ended := make(chan Outcome, 2)
	go func() {
		outcome := Outcome{Panicked: true}
		defer func() {
			if outcome.Panicked {
				_ = recover()
			}
			ended <- outcome
		}()
		outcome.Err = call(ctx, key, do)
		outcome.Panicked = false
	}()
	return ended
}

// Wait waits for the outcome of a call.
func (t Trial) Wait(ended <-chan Outcome) Outcome {
	select {
	case outcome := <-ended:
		return outcome
	case <-time.After(t.Patience):
		return Outcome{Late: true}
	}
}

// Do makes a call and waits for it.
func (t Trial) Do(call Call, key string, do func(ctx context.Context) error) Outcome {
	return t.Wait(t.Start(context.Background(), call, key, do))
}

// Hold starts a call whose work does not return before release, and waits until it is at work.
func (t Trial) Hold(call Call, key string, work error) (release func(), ended <-chan Outcome, err error) {
	inside, leave := make(chan struct{}), make(chan struct{})
	first := true
	ended = t.Start(context.Background(), call, key, func(context.Context) error {
		if first { // a store may call the work again
			first = false
			close(inside)
		}
		<-leave
		return work
	})
	select {
	case <-inside:
		return func() { close(leave) }, ended, nil
	case <-time.After(t.Patience):
		return nil, nil, errors.New("the store did not call the function for a new key")
	}
}

// Grace is how long a check waits for something that must not happen.
func (t Trial) Grace() time.Duration { return t.Patience / 50 }

func returnsTheError(t Trial) error {
	if outcome := t.Do(t.First, Key(), func(context.Context) error { return fmt.Errorf("wrapped: %w", ErrWork) }); !outcome.Late && !errors.Is(outcome.Err, ErrWork) {
		return fmt.Errorf("the function failed, and the store returned %v; it must return the function's error, or wrap it", outcome.Err)
	}
	return nil
}

func doesNotRepeat(t Trial) error {
	runs := 0
	t.Do(t.First, Key(), func(context.Context) error { runs++; return ErrWork })
	if runs > 1 {
		return fmt.Errorf("one call ran the function %d times after an error of its own; only what a database undid, as after a deadlock, may run again", runs)
	}
	return nil
}

func panics(t Trial) error {
	key := Key()
	outcome := t.Do(t.First, key, func(context.Context) error { panic("the work panics") })
	if !outcome.Panicked && outcome.Err == nil {
		return errors.New("the function panicked, and the store returned nil; it must panic too or return an error")
	}
	ran := false
	if outcome := t.Do(t.First, key, func(context.Context) error { ran = true; return nil }); outcome.Late || outcome.Err != nil || !ran {
		return fmt.Errorf("after a panic the next call for the key must run its function; it ran: %v, in time: %v, error: %v", ran, !outcome.Late, outcome.Err)
	}
	return nil
}

func oneAtATime(t Trial, first, second Call) error {
	key := Key()
	release, ended, err := t.Hold(first, key, nil)
	if err != nil {
		return err
	}
	beside := make(chan struct{}, 1)
	ctx, cancel := context.WithTimeout(context.Background(), t.Patience)
	defer cancel()
	other := t.Start(ctx, second, key, func(context.Context) error {
		select {
		case beside <- struct{}{}:
		default:
		}
		return nil
	})
	select {
	case <-beside:
		err = errors.New("two functions for one key ran at the same time")
	case <-time.After(t.Grace()):
	}
	release()
	t.Wait(ended)
	t.Wait(other)
	return err
}

func stopsWaiting(t Trial) error {
	key := Key()
	release, ended, err := t.Hold(t.First, key, nil)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), t.Grace())
	defer cancel()
	other := t.Start(ctx, t.Second, key, func(context.Context) error { return nil })
	if outcome := t.Wait(other); outcome.Late {
		err = errors.New("a call waited for another one of its key after its context had ended; it must return an error then")
	}
	release()
	t.Wait(ended)
	return err
}

type value struct{}

func passesValues(t Trial) error {
	found := false
	t.Wait(t.Start(context.WithValue(context.Background(), value{}, true), t.First, Key(), func(ctx context.Context) error {
		found = ctx.Value(value{}) != nil
		return nil
	}))
	if !found {
		return errors.New("the function's context lacks the values of the caller's; derive it from the caller's context")
	}
	return nil
}

func endsTheContext(t Trial) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := false
	t.Wait(t.Start(ctx, t.First, Key(), func(ctx context.Context) error {
		cancel()
		select {
		case <-ctx.Done():
			ended = true
		case <-time.After(t.Grace()):
		}
		return ErrWork
	}))
	if !ended {
		return errors.New("the function's context did not end with the caller's; derive it from the caller's context")
	}
	return nil
}
