package main

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

func TestHistogram(t *testing.T) {
	var h histogram
	for i := 1; i <= 1000; i++ {
		h.add(time.Duration(i) * time.Millisecond)
	}
	for q, want := range map[float64]time.Duration{0.5: 500 * time.Millisecond, 0.99: 990 * time.Millisecond, 1: time.Second} {
		if got := h.quantile(q); math.Abs(float64(got-want)) > 0.11*float64(want) {
			t.Errorf("quantile %v is %v, want %v", q, got, want)
		}
	}
}

// TestJudge breaks each limit once, and expects the complaint.
func TestJudge(t *testing.T) {
	good := func() *report {
		r := &report{links: map[string]string{"a": "1"}, checkouts: 1, failed: 1}
		r.earlyHeap.Store(1 << 20)
		r.lateHeap = 2 << 20
		return r
	}
	for want, spoil := range map[string]func(*report){
		"":                   func(*report) {},
		"has 2":              func(r *report) { r.checkouts = 2 },
		"has 0":              func(r *report) { r.checkouts = 0 },
		"left open":          func(r *report) { r.leftConnections = 1 },
		"left running":       func(r *report) { r.leftGoroutines = 1 },
		"had no effect":      func(r *report) { r.failed = 0 },
		"memory grew":        func(r *report) { r.lateHeap = 20 << 20 },
		"got the same":       func(r *report) { r.keep("2", "a") },
		"is no *stash.Error": func(r *report) { r.call(1, errors.New("bare")) },
	} {
		r := good()
		spoil(r)
		r.forget()
		r.judge()
		if found := strings.Join(r.wrong, "\n"); !strings.Contains(found, want) || (found == "") != (want == "") {
			t.Errorf("want %q, found %q", want, found)
		}
	}
}
