package storetest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stash-sdk/stash-go/internal/storerules"
)

func rules() []storerules.Rule {
	return append(storerules.Shared(), []storerules.Rule{
		{Name: "remembers a success", Check: remembers},
		{Name: "does not remember a failure", Check: forgetsFailures},
		{Name: "a copy is not done before the first", Check: copiesWait},
		{Name: "an empty key is never remembered", Check: emptyKey},
		{Name: "keys differ by every byte", Check: keysDiffer},
	}...)
}

func nothing(context.Context) error { return nil }

// ranAgain reports whether a call for a key runs its function.
func ranAgain(t storerules.Trial, call storerules.Call, key string) (ran bool, outcome storerules.Outcome) {
	outcome = t.Do(call, key, func(context.Context) error { ran = true; return nil })
	return ran, outcome
}

func remembers(t storerules.Trial) error {
	key := storerules.Key()
	if outcome := t.Do(t.First, key, nothing); outcome.Late || outcome.Err != nil {
		return fmt.Errorf("a new key gives the error %v, in time: %v", outcome.Err, !outcome.Late)
	}
	for _, call := range []storerules.Call{t.First, t.Second} {
		if ran, outcome := ranAgain(t, call, key); ran || outcome.Late || outcome.Err != nil {
			return fmt.Errorf("the key was done, and another call ran its function: %v, with the error %v; it must return nil, in each process", ran, outcome.Err)
		}
	}
	return nil
}

// forgetsFailures lets a call fail, once alone and once while a copy waits. The copy may fail too, but it must not count on
// the first.
func forgetsFailures(t storerules.Trial) error {
	key := storerules.Key()
	t.Do(t.First, key, func(context.Context) error { return storerules.ErrWork })
	if ran, outcome := ranAgain(t, t.Second, key); !ran {
		return fmt.Errorf("the function failed, and the next call did not run its own (error %v); the event is lost", outcome.Err)
	}
	key = storerules.Key()
	release, ended, err := t.Hold(t.First, key, storerules.ErrWork)
	if err != nil {
		return err
	}
	ran := false
	copied := t.Start(context.Background(), t.First, key, func(context.Context) error { ran = true; return nil })
	select {
	case <-copied: // copiesWait judges that
		release()
		t.Wait(ended)
		return nil
	case <-time.After(t.Grace()):
	}
	release()
	t.Wait(ended)
	if outcome := t.Wait(copied); outcome.Late || outcome.Err == nil && !ran {
		return fmt.Errorf("a call failed, and the copy that waited for it ran its function: %v, in time: %v; it must run it or fail", ran, !outcome.Late)
	}
	return nil
}

// copiesWait lets a copy arrive while the first is at work. It may fail, but it must not say that the event is done.
func copiesWait(t storerules.Trial) error {
	key := storerules.Key()
	release, ended, err := t.Hold(t.First, key, nil)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), t.Grace())
	defer cancel()
	ran := false // a store that lets both run breaks another rule
	copied := t.Start(ctx, t.First, key, func(context.Context) error { ran = true; return nil })
	if outcome := t.Wait(copied); !outcome.Late && outcome.Err == nil && !ran {
		err = errors.New("a copy returned nil while the first call was at work; if that one fails, the event is lost")
	}
	release()
	t.Wait(ended)
	return err
}

func emptyKey(t storerules.Trial) error {
	for n := range 2 {
		if ran, outcome := ranAgain(t, t.First, ""); !ran || outcome.Err != nil {
			return fmt.Errorf("call %d with an empty key ran its function: %v, with the error %v; it must run each time", n+1, ran, outcome.Err)
		}
	}
	return nil
}

func keysDiffer(t storerules.Trial) error {
	for what, keys := range storerules.LikeKeys() {
		for _, key := range keys {
			if ran, outcome := ranAgain(t, t.First, key); !ran || outcome.Err != nil {
				return fmt.Errorf("keys that differ in %s: a new one ran its function: %v, with the error %v; a purchase is lost", what, ran, outcome.Err)
			}
		}
	}
	return nil
}
