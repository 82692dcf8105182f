package stashtest_test

import (
	"errors"
	"testing"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestSentences holds what a page makes of an error.
func TestSentences(t *testing.T) {
	srv := stashtest.New(t, stashtest.WithHMACSecret("fake-hmac-secret-1"))
	for text, want := range map[string]string{
		"stashtest: Pay: there is no checkout":      "There is no checkout.",
		"stashtest: Refund: items: nothing is left": "Items: nothing is left.",
		"it rained.":                     "It rained.",
		"über allem":                     "Über allem.",
		"the game server answered: a: b": "The game server answered: a: b.",
		"stashtest: Pay: it said \"fake-hmac-secret-1\"": "It said \"[redacted]\".",
	} {
		same(t, text, stashtest.Sentence(srv, errors.New(text)), want)
	}
}
