package stashtest

import "sync"

// state is everything that the emulated Stash remembers.
type state struct {
	mu            sync.Mutex
	baseURL       string
	checkouts     map[string]*checkout // by id
	byTransaction map[string]*checkout // by transaction id
}

func newState(baseURL string) *state {
	return &state{
		baseURL:       baseURL,
		checkouts:     map[string]*checkout{},
		byTransaction: map[string]*checkout{},
	}
}
