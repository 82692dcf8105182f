package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// report is the result of a soak.
type report struct {
	mu       sync.Mutex
	links    map[string]string // transaction by checkout, until they are counted
	slowness histogram
	calls    int
	failed   int            // calls that ended in an error
	attempts map[int]int    // of failed calls, by how often they were sent
	kinds    map[string]int // of errors
	wrong    []string

	purchases       int   // that the callers made
	checkouts       int64 // that the emulator has
	goroutines      int   // before
	leftGoroutines  int
	leftConnections int64
	dialled         int64
	earlyHeap       atomic.Uint64 // after a fifth of the time
	lateHeap        uint64
}

func (r *report) call(took time.Duration, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls++
	r.slowness.add(took)
	if err == nil {
		return
	}
	r.failed++
	var e *stash.Error
	if !errors.As(err, &e) {
		r.complainLocked("an error is no *stash.Error: %v", err)
		return
	}
	if r.attempts == nil {
		r.attempts, r.kinds = map[int]int{}, map[string]int{}
	}
	r.attempts[e.Attempts]++
	r.kinds[fmt.Sprintf("HTTP %d", e.HTTPStatus)]++
}

// keep remembers which transaction a checkout belongs to.
func (r *report) keep(transaction, checkout string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.links == nil {
		r.links = map[string]string{}
	}
	if other, taken := r.links[checkout]; taken {
		r.complainLocked("%s and %s got the same checkout", transaction, other)
	}
	r.links[checkout] = transaction
}

func (r *report) complain(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.complainLocked(format, args...)
}

func (r *report) complainLocked(format string, args ...any) {
	if len(r.wrong) < 20 {
		r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
	}
}

// slack is how much the heap may grow because of the runtime itself.
const slack = 8 << 20

// forget releases the list of purchases and keeps its length, so that the next measured heap is only the client's.
func (r *report) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.purchases, r.links = len(r.links), nil
}

// judge complains about each figure that is out of its limits.
func (r *report) judge() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := int64(r.purchases); n != r.checkouts || n == 0 {
		r.complainLocked("callers made %d checkouts, and the emulator has %d", n, r.checkouts)
	}
	if r.leftConnections != 0 {
		r.complainLocked("%d connections are left open", r.leftConnections)
	}
	if r.leftGoroutines > 0 {
		r.complainLocked("%d goroutines are left running", r.leftGoroutines)
	}
	if r.failed == 0 {
		r.complainLocked("no call failed, so the faults had no effect")
	}
	if early := r.earlyHeap.Load(); early > 0 && r.lateHeap > early+slack {
		r.complainLocked("memory grew from %d to %d KiB", early>>10, r.lateHeap>>10)
	}
}

// String writes the report as text.
func (r *report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d calls, p50 %v, p99 %v; %d failed for good\n", r.calls, r.slowness.quantile(0.50), r.slowness.quantile(0.99), r.failed)
	for _, attempts := range sortedKeys(r.attempts) {
		fmt.Fprintf(&b, "  %d of these were sent %d times\n", r.attempts[attempts], attempts)
	}
	for _, kind := range sortedKeys(r.kinds) {
		fmt.Fprintf(&b, "  %d ended with %s\n", r.kinds[kind], kind)
	}
	fmt.Fprintf(&b, "%d purchases, %d checkouts; %d connections dialled, %d left; %d goroutines left; heap %d KiB early, %d KiB late\n",
		r.purchases, r.checkouts, r.dialled, r.leftConnections, max(r.leftGoroutines, 0), r.earlyHeap.Load()>>10, r.lateHeap>>10)
	for _, sentence := range r.wrong {
		b.WriteString("wrong: " + sentence + "\n")
	}
	if len(r.wrong) == 0 {
		b.WriteString("each purchase exists exactly once, and nothing is left over\n")
	}
	return b.String()
}

func sortedKeys[K interface{ ~int | ~string }, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
