package main

import (
	"strings"
	"testing"
)

const output = `goos: linux
cpu: Some Processor 3000
BenchmarkPost/hand-written-2   	  100	  4000 ns/op	 3904 B/op	 35 allocs/op
BenchmarkPost/guide-2          	  100	  8000 ns/op	 6104 B/op	 80 allocs/op
BenchmarkPost/sdk-2            	  100	  5000 ns/op	 2770 B/op	 27 allocs/op
BenchmarkPost/sdk-2            	  100	  3600 ns/op	 2770 B/op	 27 allocs/op
BenchmarkPost/sdk-hmac-2       	  100	  4500 ns/op	 2899 B/op	 29 allocs/op
BenchmarkLoad/HTTP1/sdk-2      	 4000	 123999 ns/op	 8065 calls/s	 65.00 connections
BenchmarkAlone-2               	    1	     1 ns/op
PASS
`

func TestTable(t *testing.T) {
	got := table(parse(output))
	for _, want := range []string{
		"Post        sdk           3600    27         0.90            0.45     -        -",
		"Post        sdk-hmac      4500    29         1.12            0.56     -        1.25",
		"Load/HTTP1  sdk           123999  -          -               -        -        -      65 connections, 8065 calls/s",
		"Alone       Alone         1",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no line %q in\n%s", want, got)
		}
	}
}

func TestNoBenchmarks(t *testing.T) {
	if results := parse("PASS\nok  \tx\t0.1s\n"); len(results) != 0 {
		t.Errorf("found %v", results)
	}
}

func TestMachine(t *testing.T) {
	if got := machine(output); !strings.Contains(got, "Some Processor 3000") || !strings.Contains(got, "go1.") {
		t.Error(got)
	}
	if got := machine(""); !strings.Contains(got, "unknown processor") {
		t.Error(got)
	}
}

// TestJudged reaches and misses each kind of target.
func TestJudged(t *testing.T) {
	judge := func(output string) string { return strings.Join(strings.Fields(judged(parse(output))), " ") }
	got := judge(output)
	for _, want := range []string{
		"Post/sdk: ns/op at most 1 × hand-written 4000 3600 0.90 reached",
		"Post/sdk: ns/op at most 0.55 × guide 4400 3600 0.45 reached",
		"Post/sdk: allocs/op at most 1 × hand-written 35 27 0.77 reached",
		"Post/sdk-hmac: ns/op at most 1.25 × sdk 4500 4500 1.25 reached",
		"Post/sdk-hmac: allocs/op at most sdk's and 4 31 29 - reached",
		"Post/sdk-logger: ns/op at most 1.15 × sdk - - - not measured",
		"Load/HTTP1/sdk: calls/s at least 5 × guide - - - not measured",
		"Load/HTTP1/sdk: connections at most 66 66 65 - reached",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	got = judge(`
BenchmarkPost/hand-written-2  1  3599 ns/op  26 allocs/op
BenchmarkPost/sdk-2           1  3600 ns/op  27 allocs/op
BenchmarkPost/sdk-hmac-2      1  4501 ns/op  32 allocs/op
BenchmarkLoad/HTTP1/guide-2   1  9 ns/op  1001 calls/s
BenchmarkLoad/HTTP1/sdk-2     1  9 ns/op  5000 calls/s  67 connections
`)
	for _, want := range []string{
		"3600 1.00 MISSED", "27 1.04 MISSED", "4501 1.25 MISSED", "31 32 - MISSED", "5005 5000 5.00 MISSED", "66 67 - MISSED",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
