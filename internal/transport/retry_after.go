package transport

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter reads the Retry-After header, which holds seconds or a date. It returns 0 if the header is missing, cannot
// be read, or names a time in the past.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0
	}
	const longest = 1 << 33 // seconds; more would overflow a time.Duration
	if seconds, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Duration(min(max(seconds, 0), longest)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}
