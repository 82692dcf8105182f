package secret

import (
	"strings"
	"testing"
)

func TestScrub(t *testing.T) {
	const fake = `fake"secret"/+1`
	for _, text := range []string{
		"panic: " + fake, `error="fake\"secret\"/+1"`, "GET /?key=fake%22secret%22%2F%2B1", "/%66ake%22secret%22%2F+1", "ZmFrZSJzZWNyZXQiLysx",
	} {
		if got := Scrub(text, "", fake); !strings.Contains(got, redacted) || strings.Contains(got, "fake") || strings.Contains(got, "ZmFr") {
			t.Errorf("%s is scrubbed to %s", text, got)
		}
	}
	if got := Scrub("nothing to hide", fake); got != "nothing to hide" {
		t.Error(got)
	}
}
