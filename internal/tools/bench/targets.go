package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// target is a limit for one figure of a benchmark: a multiple of a rival's figure in the same run, plus a constant.
type target struct {
	group, who, unit string
	atLeast          bool // else at most
	times            float64
	rival            string // empty for no rival
	plus             float64
}

// targets are all targets. Times are compared by the fastest of many rounds; allocations are exact.
var targets = []target{
	{group: "Post", who: "sdk", unit: "ns/op", times: 1, rival: "hand-written"},
	{group: "Post", who: "sdk", unit: "ns/op", times: 0.55, rival: "guide"},
	{group: "Post", who: "sdk", unit: "allocs/op", times: 1, rival: "hand-written"},
	{group: "Post", who: "sdk-hmac", unit: "ns/op", times: 1.25, rival: "sdk"},
	{group: "Post", who: "sdk-hmac", unit: "allocs/op", times: 1, rival: "sdk", plus: 4},
	{group: "Post", who: "sdk-logger", unit: "ns/op", times: 1.15, rival: "sdk"},
	{group: "Error", who: "sdk", unit: "ns/op", times: 1.3, rival: "hand-written"},
	{group: "Load/HTTP1", who: "sdk", unit: "calls/s", atLeast: true, times: 5, rival: "guide"},
	{group: "Load/HTTP1", who: "sdk", unit: "connections", plus: 66}, // two more than there are goroutines
}

// judged returns a table that says of each target whether the results reach it.
func judged(results []*result) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "target\tlimit\tmeasured\tratio\t")
	for _, t := range targets {
		limit, measured, ok := t.find(results)
		switch {
		case !ok:
			fmt.Fprintf(w, "%s\t-\t-\t-\tnot measured\n", t)
		case t.atLeast && measured < limit || !t.atLeast && measured > limit:
			fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%s\tMISSED\n", t, limit, measured, t.ratio(limit, measured))
		default:
			fmt.Fprintf(w, "%s\t%.0f\t%.0f\t%s\treached\n", t, limit, measured, t.ratio(limit, measured))
		}
	}
	w.Flush()
	return out.String()
}

func (t target) find(results []*result) (limit, measured float64, ok bool) {
	limit = t.plus
	if t.rival != "" {
		rival, ok := metric(results, t.group, t.rival, t.unit)
		if !ok {
			return 0, 0, false
		}
		limit += t.times * rival
	}
	measured, ok = metric(results, t.group, t.who, t.unit)
	return limit, measured, ok
}

// ratio is the measured figure divided by the rival's; "-" when the target has no rival or a constant.
func (t target) ratio(limit, measured float64) string {
	if t.rival == "" || t.plus != 0 || limit == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", measured/(limit/t.times))
}

func metric(results []*result, group, who, unit string) (float64, bool) {
	i := slices.IndexFunc(results, func(r *result) bool { return r.group == group && r.who == who })
	if i < 0 {
		return 0, false
	}
	value, ok := results[i].metrics[unit]
	return value, ok
}

// String is the target in words: Post/sdk: ns/op at most 0.55 × guide.
func (t target) String() string {
	text := t.group + "/" + t.who + ": " + t.unit
	if t.atLeast {
		text += " at least"
	} else {
		text += " at most"
	}
	switch {
	case t.rival == "":
		return fmt.Sprintf("%s %g", text, t.plus)
	case t.plus != 0:
		return fmt.Sprintf("%s %s's and %g", text, t.rival, t.plus)
	default:
		return fmt.Sprintf("%s %g × %s", text, t.times, t.rival)
	}
}
