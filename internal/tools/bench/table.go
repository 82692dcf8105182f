package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// result is the fastest run of a benchmark.
type result struct {
	group, who string
	metrics    map[string]float64 // by unit, such as ns/op
}

var line = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.+)$`)

// parse returns the benchmarks in the order in which they first appear.
func parse(output string) []*result {
	var results []*result
	for text := range strings.Lines(output) {
		match := line.FindStringSubmatch(strings.TrimSpace(text))
		if match == nil {
			continue
		}
		group, who := match[1], match[1]
		if i := strings.LastIndexByte(match[1], '/'); i >= 0 {
			group, who = match[1][:i], match[1][i+1:]
		}
		metrics := map[string]float64{}
		fields := strings.Fields(match[2])
		for i := 0; i+1 < len(fields); i += 2 {
			if value, err := strconv.ParseFloat(fields[i], 64); err == nil {
				metrics[fields[i+1]] = value
			}
		}
		i := slices.IndexFunc(results, func(r *result) bool { return r.group == group && r.who == who })
		if i < 0 {
			results = append(results, &result{group, who, metrics})
		} else if metrics["ns/op"] < results[i].metrics["ns/op"] {
			results[i].metrics = metrics
		}
	}
	return results
}

// rivals are the names that the others of their group are compared with.
var rivals = []string{"hand-written", "guide", "plain", "sdk"}

// table prints a line for each benchmark, with its time as a ratio of each rival's.
func table(results []*result) string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "case\twho\tns/op\tallocs/op\t× hand-written\t× guide\t× plain\t× sdk\tother")
	for _, r := range results {
		fmt.Fprintf(w, "%s\t%s\t%.0f\t%s", r.group, r.who, r.metrics["ns/op"], number(r.metrics, "allocs/op"))
		for _, rival := range rivals {
			fmt.Fprintf(w, "\t%s", ratio(results, r, rival))
		}
		fmt.Fprintf(w, "\t%s\n", others(r.metrics))
	}
	w.Flush()
	return out.String()
}

func ratio(results []*result, r *result, rival string) string {
	i := slices.IndexFunc(results, func(other *result) bool { return other.group == r.group && other.who == rival })
	if i < 0 || results[i] == r || results[i].metrics["ns/op"] == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", r.metrics["ns/op"]/results[i].metrics["ns/op"])
}

func number(metrics map[string]float64, unit string) string {
	if value, ok := metrics[unit]; ok {
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	return "-"
}

func others(metrics map[string]float64) string {
	var list []string
	for unit, value := range metrics {
		if unit != "ns/op" && unit != "B/op" && unit != "allocs/op" {
			list = append(list, strconv.FormatFloat(value, 'f', 0, 64)+" "+unit)
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}
