package stashtest_test

import (
	"sync"
	"time"
)

// manualClock is a clock that moves when it is told to.
type manualClock struct {
	mu sync.Mutex
	at time.Time
}

func newClock(text string) *manualClock {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return &manualClock{at: at}
}

func (c *manualClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *manualClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
