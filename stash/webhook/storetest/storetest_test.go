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
	"github.com/stash-sdk/stash-go/stash/webhook"
)

func TestMemoryStore(t *testing.T) {
	store := webhook.NewMemoryStore(0)
	Run(t, func(*testing.T) webhook.Store { return store })
}

// TestCarelessStores checks that each rule is broken by a store that breaks no other one.
func TestCarelessStores(t *testing.T) {
	mistakes := maps.Clone(careless.Mistakes)
	maps.Copy(mistakes, map[string]string{
		"none":                             "",
		"forgets":                          "remembers a success",
		"remembers in its own process":     "remembers a success",
		"marks first":                      "does not remember a failure",
		"counts on the first":              "does not remember a failure",
		"takes work that began for done":   "a copy is not done before the first",
		"remembers an empty key":           "an empty key is never remembered",
		"refuses an empty key":             "an empty key is never remembered",
		"ignores case":                     "keys differ by every byte",
		"ignores spaces at the end":        "keys differ by every byte",
		"cuts keys off at 255 bytes":       "keys differ by every byte",
		"cuts keys off at a zero byte":     "keys differ by every byte",
		"keeps only what is legal as text": "keys differ by every byte",
	})
	caught := map[string]bool{}
	var mu sync.Mutex
	t.Run("each", func(t *testing.T) {
		for mistake, rule := range mistakes {
			t.Run(mistake, func(t *testing.T) {
				t.Parallel()
				first, second := carelessStores(mistake)
				broken := strings.Join(storerules.Broken(trial(first, second, time.Second), rules()), ", ")
				if broken != rule {
					t.Errorf("it breaks %q, want %q", broken, rule)
				}
				mu.Lock()
				defer mu.Unlock()
				caught[broken] = true
			})
		}
	})
	for _, rule := range rules() {
		if !caught[rule.Name] {
			t.Errorf("no store breaks only the rule %q", rule.Name)
		}
	}
}

// carelessStore is a store in memory with a mistake.
type carelessStore struct {
	careless.Server
	shared, own *marks
}

type marks struct {
	mu   sync.Mutex
	done map[string]bool
	busy map[string]int
}

func carelessStores(mistake string) (first, second webhook.Store) {
	a, b := careless.Two(mistake)
	shared := newMarks()
	return carelessStore{a, shared, newMarks()}, carelessStore{b, shared, newMarks()}
}

func newMarks() *marks { return &marks{done: map[string]bool{}, busy: map[string]int{}} }

// enter counts a call that is at work or waits.
func (m *marks) enter(key string, n int) (others int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.busy[key] += n
	return m.busy[key] - n
}

func (m *marks) mark(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()

	m.done[key] = true

}

func (m *marks) forget(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.done, key)
}

func (m *marks) isDone(key string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.done[key]
}

func (s carelessStore) Once(ctx context.Context, key string, do func(context.Context) error) error {
	if key = s.stored(key); key == "" && s.Mistake == "refuses an empty key" {
		return storerules.ErrWork
	}
	if key == "" && s.Mistake != "remembers an empty key" {
		return do(ctx)
	}
	others := s.shared.enter(key, 1)
	defer s.shared.enter(key, -1)
	if others > 0 && s.Mistake == "takes work that began for done" {
		return nil
	}
	marks := s.shared
	if s.Mistake == "remembers in its own process" {
		marks = s.own
	}
	return s.Guard(ctx, key, func(ctx context.Context) error {
		switch {
		case marks.isDone(key), others > 0 && s.Mistake == "counts on the first":
			return nil
		case s.Mistake == "marks first":
			marks.mark(key)
		}
		panicked := true
		defer func() {
			if panicked {
				marks.forget(key)
			}
		}()
		err := do(ctx)
		if panicked = false; err != nil || s.Mistake == "forgets" {
			return err
		}
		marks.mark(key)
		return nil
	})
}

// stored returns what the store keeps of a key.
func (s carelessStore) stored(key string) string {
	switch s.Mistake {
	case "ignores case":
		return strings.ToLower(key)
	case "ignores spaces at the end":
		return strings.TrimRight(key, " ")
	case "cuts keys off at 255 bytes":
		return key[:min(len(key), 255)]
	case "cuts keys off at a zero byte":
		before, _, _ := strings.Cut(key, "\x00")
		return before
	case "keeps only what is legal as text":
		return strings.ToValidUTF8(key, "?")
	}
	return key
}
