package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/storerules"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

func (s stores) rules() []storerules.Rule {
	return append(storerules.Shared(), []storerules.Rule{
		{Name: "an unknown purchase has only its key", Check: s.unknown},
		{Name: "stores what the function made", Check: s.keeps},
		{Name: "a failure changes nothing", Check: s.undone},
		{Name: "an empty state is not stored", Check: s.emptyState},
		{Name: "a change begins where the last one ended", Check: s.latest},
		{Name: "keys differ by every byte", Check: s.keysDiffer},
	}...)
}

var errOnlyRead = errors.New("storetest: the purchase is only read")

// read returns what a store has for a key.
func read(t storerules.Trial, store gameserver.PurchaseStore, key string) (found gameserver.Purchase, err error) {
	called := false
	outcome := t.Do(changing(store, func(p *gameserver.Purchase) error { found, called = *p, true; return errOnlyRead }), key, nil)
	if !called {
		return found, fmt.Errorf("the function was not called; in time: %v, error: %v", !outcome.Late, outcome.Err)
	}
	return found, nil
}

// changing is a call that changes a purchase, whatever its work is.
func changing(store gameserver.PurchaseStore, change func(p *gameserver.Purchase) error) storerules.Call {
	return func(ctx context.Context, key string, _ func(context.Context) error) error {
		return store.Change(ctx, key, func(_ context.Context, p *gameserver.Purchase) error { return change(p) })
	}
}

// change stores what a function makes of a purchase.
func change(t storerules.Trial, store gameserver.PurchaseStore, key string, do func(p *gameserver.Purchase) error) storerules.Outcome {
	return t.Do(changing(store, do), key, nil)
}

// example is a purchase whose texts are easily stored wrongly. A player id is a text of Stash's.
func example(key string, state gameserver.PurchaseState) gameserver.Purchase {
	return gameserver.Purchase{TransactionID: key, State: state, PlayerID: "Player é 𝄞 ", Content: strings.Repeat("0aF", 21) + "0"}
}

func (s stores) unknown(t storerules.Trial) error {
	key := storerules.Key()
	if found, err := read(t, s.first, key); err != nil || found != (gameserver.Purchase{TransactionID: key}) {
		return fmt.Errorf("an unknown purchase is given as %+v (%v); only its TransactionID may be set, to the key", found, err)
	}
	return nil
}

func (s stores) keeps(t storerules.Trial) error {
	key := storerules.Key()
	for _, state := range []gameserver.PurchaseState{gameserver.PurchaseReserved, gameserver.PurchaseConfirmed, gameserver.PurchaseCancelled} {
		want := example(key, state)
		if outcome := change(t, s.first, key, func(p *gameserver.Purchase) error {
			p.State, p.PlayerID, p.Content = want.State, want.PlayerID, want.Content
			return nil
		}); outcome.Late || outcome.Err != nil {
			return fmt.Errorf("a change to %s gives the error %v, in time: %v", state, outcome.Err, !outcome.Late)
		}
		for _, store := range []gameserver.PurchaseStore{s.first, s.second} {
			if found, err := read(t, store, key); err != nil || found.State != want.State || found.PlayerID != want.PlayerID || found.Content != want.Content {
				return fmt.Errorf("the purchase %+v was stored, and %+v was found (%v); it must be the same, in each process", want, found, err)
			}
		}
	}
	return nil
}

func (s stores) undone(t storerules.Trial) error {
	for how, fail := range map[string]func() error{"failed": func() error { return storerules.ErrWork }, "panicked": func() error { panic("the work panics") }} {
		key := storerules.Key()
		change(t, s.first, key, func(p *gameserver.Purchase) error {
			p.State, p.PlayerID = gameserver.PurchaseReserved, "p"
			return fail()
		})
		found, err := read(t, s.second, key)
		if how == "panicked" && err != nil {
			continue // another rule judges that
		}
		if err != nil || found.State != "" || found.PlayerID != "" {
			return fmt.Errorf("a change %s, and the purchase is %+v (%v); it must be unknown as before", how, found, err)
		}
	}
	return nil
}

func (s stores) emptyState(t storerules.Trial) error {
	key := storerules.Key()
	if outcome := change(t, s.first, key, func(p *gameserver.Purchase) error { p.PlayerID = "p"; return nil }); outcome.Late || outcome.Err != nil {
		return fmt.Errorf("a change that leaves the state empty gives the error %v, in time: %v", outcome.Err, !outcome.Late)
	}
	if found, err := read(t, s.second, key); err != nil || found.PlayerID != "" {
		return fmt.Errorf("a purchase without a state was stored as %+v (%v)", found, err)
	}
	return nil
}

// latest lets a change wait for another one of the same purchase. It may fail, but it must not begin with what was there
// before.
func (s stores) latest(t storerules.Trial) error {
	key := storerules.Key()
	release, ended, err := t.Hold(reserving(s.first), key, nil)
	if err != nil {
		return err
	}
	var found gameserver.Purchase
	began := make(chan struct{}, 9) // a store may call the function again
	waiting := t.Start(context.Background(), changing(s.first, func(p *gameserver.Purchase) error {
		found = *p
		began <- struct{}{}
		return nil
	}), key, nil)
	beside := false // another rule judges that
	select {
	case <-began:
		beside = true
	case <-time.After(t.Grace()):
	}
	release()
	t.Wait(ended)
	if outcome := t.Wait(waiting); !beside && outcome.Err == nil && found.State != gameserver.PurchaseReserved {
		return fmt.Errorf("a change waited for another one, which stored the state %q, and then began with %q", gameserver.PurchaseReserved, found.State)
	}
	return nil
}

func (s stores) keysDiffer(t storerules.Trial) error {
	for what, keys := range storerules.LikeKeys() {
		for _, key := range keys {
			if found, err := read(t, s.first, key); err != nil || found.State != "" {
				return fmt.Errorf("keys that differ in %s: a new one is given as %+v (%v)", what, found, err)
			}
			if outcome := t.Do(t.First, key, func(context.Context) error { return nil }); outcome.Err != nil {
				return fmt.Errorf("keys that differ in %s: %w", what, outcome.Err)
			}
		}
	}
	return nil
}
