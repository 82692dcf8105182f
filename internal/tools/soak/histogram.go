package main

import (
	"math"
	"time"
)

// histogram counts durations in buckets that are 10 % wide, so that its size does not depend on the number of calls.
type histogram struct {
	buckets [300]int
	total   int
}

func (h *histogram) add(d time.Duration) {
	i := int(math.Log(float64(max(d, 1))) / math.Log(1.1))
	h.buckets[min(i, len(h.buckets)-1)]++
	h.total++
}

// quantile is the upper end of the bucket that the quantile is in.
func (h *histogram) quantile(q float64) time.Duration {
	rank := int(math.Ceil(q * float64(h.total)))
	for i, n := range h.buckets {
		if rank -= n; rank <= 0 {
			return time.Duration(math.Pow(1.1, float64(i+1))).Round(10 * time.Microsecond)
		}
	}
	return 0
}
