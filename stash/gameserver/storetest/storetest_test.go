package storetest

import (
	"context"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/storerules"
	"github.com/stash-sdk/stash-go/internal/storerules/careless"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

func TestMemoryStore(t *testing.T) {
	store := gameserver.NewMemoryStore()
	Run(t, func(*testing.T) gameserver.PurchaseStore { return store })
}

// TestCarelessStores checks that each rule is broken by a store that breaks no other one.
func TestCarelessStores(t *testing.T) {
	mistakes := maps.Clone(careless.Mistakes)
	maps.Copy(mistakes, map[string]string{
		"none":                        "",
		"gives no key":                "an unknown purchase has only its key",
		"inserts only":                "stores what the function made",
		"stores in its own process":   "stores what the function made",
		"loses the content":           "stores what the function made",
		"trims texts":                 "stores what the function made",
		"stores after an error":       "a failure changes nothing",
		"stores after a panic":        "a failure changes nothing",
		"stores an empty state":       "an empty state is not stored",
		"reads before it waits":       "a change begins where the last one ended",
		"ignores case":                "keys differ by every byte",
		"keeps 255 bytes of each key": "keys differ by every byte",
	})
	caught := map[string]bool{}
	var mu sync.Mutex
	t.Run("each", func(t *testing.T) {
		for mistake, rule := range mistakes {
			t.Run(mistake, func(t *testing.T) {
				t.Parallel()
				pair := carelessStores(mistake)
				broken := strings.Join(storerules.Broken(pair.trial(time.Second), pair.rules()), ", ")
				if broken != rule {
					t.Errorf("it breaks %q, want %q", broken, rule)
				}
				mu.Lock()
				defer mu.Unlock()
				caught[broken] = true
			})
		}
	})
	for _, rule := range (stores{}).rules() {
		if !caught[rule.Name] {
			t.Errorf("no store breaks only the rule %q", rule.Name)
		}
	}
}

// carelessStore is a store in memory with a mistake.
type carelessStore struct {
	careless.Server
	shared, own *table
}

type table struct {
	mu        sync.Mutex
	purchases map[string]gameserver.Purchase
}

func carelessStores(mistake string) stores {
	a, b := careless.Two(mistake)
	shared := newTable()
	return stores{carelessStore{a, shared, newTable()}, carelessStore{b, shared, newTable()}}
}

func newTable() *table { return &table{purchases: map[string]gameserver.Purchase{}} }

func (s carelessStore) table() *table {
	if s.Mistake == "stores in its own process" {
		return s.own
	}
	return s.shared
}

func (s carelessStore) read(key string) gameserver.Purchase {
	t := s.table()
	t.mu.Lock()
	defer t.mu.Unlock()
	p, known := t.purchases[key]
	if !known && s.Mistake != "gives no key" {
		p.TransactionID = key
	}
	return p
}

func (s carelessStore) write(key string, p gameserver.Purchase) {
	t := s.table()
	t.mu.Lock()
	defer t.mu.Unlock()
	_, known := t.purchases[key]
	switch {
	case p.State == "" && s.Mistake != "stores an empty state", known && s.Mistake == "inserts only":
		return
	case s.Mistake == "loses the content":
		p.Content = ""
	case s.Mistake == "trims texts":
		p.PlayerID = strings.TrimSpace(p.PlayerID)
	}
	t.purchases[key] = p
}

func (s carelessStore) Change(ctx context.Context, key string, change func(context.Context, *gameserver.Purchase) error) error {
	switch s.Mistake {
	case "ignores case":
		key = strings.ToLower(key)
	case "keeps 255 bytes of each key":
		key = key[:min(len(key), 255)]
	}
	early := s.read(key)
	return s.Guard(ctx, key, func(ctx context.Context) error {
		p := s.read(key)
		if s.Mistake == "reads before it waits" {
			p = early
		}
		if s.Mistake == "stores after a panic" {
			defer func() {
				if r := recover(); r != nil {
					s.write(key, p)
					panic(r)
				}
			}()
		}
		if err := change(ctx, &p); err != nil {
			if s.Mistake == "stores after an error" {
				s.write(key, p)
			}
			return err
		}
		s.write(key, p)
		return nil
	})
}
