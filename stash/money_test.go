package stash_test

import (
	"math"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
)

func TestMinorUnits(t *testing.T) {
	for _, tt := range []struct {
		amount int64
		places int
		text   string
	}{
		{499, 2, "4.99"}, {499, 0, "499"}, {5, 2, "0.05"}, {0, 2, "0.00"}, {0, 0, "0"}, {-499, 2, "-4.99"}, {-5, 3, "-0.005"},
		{1234567, 3, "1234.567"}, {100, 2, "1.00"}, {1, 18, "0.000000000000000001"},
		{math.MaxInt64, 2, "92233720368547758.07"}, {math.MinInt64, 2, "-92233720368547758.08"}, {math.MinInt64, 18, "-9.223372036854775808"},
	} {
		if got := stash.FormatMinorUnits(tt.amount, tt.places); got != tt.text {
			t.Errorf("FormatMinorUnits(%d, %d) is %q, want %q", tt.amount, tt.places, got, tt.text)
		}
		if got, err := stash.ParseMinorUnits(tt.text, tt.places); got != tt.amount || err != nil {
			t.Errorf("ParseMinorUnits(%q, %d) is %d, %v, want %d", tt.text, tt.places, got, err, tt.amount)
		}
	}
}

func TestParseMinorUnits(t *testing.T) {
	for _, tt := range []struct {
		text   string
		places int
		want   int64
		err    string
	}{
		{"5", 2, 500, ""}, {"5.1", 2, 510, ""}, {"5.100", 2, 510, ""}, {"007", 0, 7, ""}, {"5.0", 0, 5, ""}, {"-0", 2, 0, ""},
		{"5.101", 2, 0, "not rounded"}, {"0.5", 0, 0, "not rounded"},
		{"", 2, 0, "not an amount"}, {"-", 2, 0, "not an amount"}, {".5", 2, 0, "not an amount"}, {"5.", 2, 0, "not an amount"},
		{"4,99", 2, 0, "not an amount"}, {"$5", 2, 0, "not an amount"}, {"+5", 2, 0, "not an amount"}, {"1e3", 2, 0, "not an amount"},
		{" 5", 2, 0, "not an amount"}, {"5.1.2", 2, 0, "not an amount"}, {"--5", 2, 0, "not an amount"}, {"٣", 2, 0, "not an amount"},
		{"92233720368547758.08", 2, 0, "too large"}, {"99999999999999999999", 0, 0, "too large"},
	} {
		got, err := stash.ParseMinorUnits(tt.text, tt.places)
		if tt.err == "" && (got != tt.want || err != nil) || tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
			t.Errorf("ParseMinorUnits(%q, %d) is %d, %v", tt.text, tt.places, got, err)
		}
	}
}

func TestDecimalPlacesOutOfRange(t *testing.T) {
	for places, want := range map[int]string{-1: "499e1", 19: "499e-19", math.MaxInt32: "499e-2147483647"} {
		if got := stash.FormatMinorUnits(499, places); got != want {
			t.Errorf("FormatMinorUnits(499, %d) is %q, want %q", places, got, want)
		}
		if _, err := stash.ParseMinorUnits("1", places); err == nil {
			t.Errorf("ParseMinorUnits accepted %d decimal places", places)
		}
	}
}
