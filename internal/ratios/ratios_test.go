package main

import (
	"strings"
	"testing"
)

const output = `goos: linux
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
