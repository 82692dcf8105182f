package control

import (
	"testing"
	"time"
)

// TestSpans holds how a test writes a span of time.
func TestSpans(t *testing.T) {
	from := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"90s": "2026-01-31T12:01:30Z", "30m": "2026-01-31T12:30:00Z", "2h": "2026-01-31T14:00:00Z", "3d": "2026-02-03T12:00:00Z", "1mo": "2026-03-03T12:00:00Z",
		"": "", "0s": "", "-1d": "", "1": "", "1y": "", "1.5h": "", "99999d": "", "1mo2d": "",
	} {
		until, ok := after(from, text)
		if got := until.Format(time.RFC3339); ok != (want != "") || ok && got != want {
			t.Errorf("%q after %v is %s (%v), want %q", text, from, got, ok, want)
		}
	}
}
