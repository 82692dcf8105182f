package transport

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter reads the Retry-After header, which holds seconds or a date. It returns 0 if the header is missing or names
// a time in the past. ok is false if the header cannot be read.
func retryAfter(h http.Header, now time.Time) (wait time.Duration, ok bool) {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0, true
	}
	if strings.Trim(text, "0123456789.") == "" { // RFC 9110 allows whole seconds only, but some servers send fractions
		const longest = 1 << 33 // more seconds would overflow a time.Duration
		seconds, err := strconv.ParseFloat(text, 64)
		return time.Duration(min(math.Ceil(seconds), longest)) * time.Second, err == nil
	}
	at, err := http.ParseTime(text)
	return max(at.Sub(now), 0), err == nil
}
