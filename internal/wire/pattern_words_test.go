package wire

import "testing"

func TestInWords(t *testing.T) {
	for pattern, want := range map[string]string{
		"^[0-9]+$":            "1 or more of 0-9",
		"^[0-9]+[.]?[0-9]*$":  `1 or more of 0-9, then at most 1 of ".", then any number of 0-9`,
		"^[A-Za-z]{2,3}$":     "2 to 3 of A-Z, a-z",
		"^[A-Za-z]{3}$":       "3 of A-Z, a-z",
		"^[^:]+$":             `1 or more characters other than ":"`,
		"^[0-9a-f]{8}-[a_]*$": `8 of 0-9, a-f, then "-", then any number of "a", "_"`,
		"^é{2,}[ä-ü]$":        `2 or more of "é", then 1 of ä-ü`,
		"^[A-Z][0-9]{0,4}$":   "1 of A-Z, then at most 4 of 0-9",
	} {
		if got := inWords(pattern); got != want {
			t.Errorf("%s in words is %q, want %q", pattern, got, want)
		}
	}
}
