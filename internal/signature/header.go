package signature

import (
	"crypto/hmac"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Window is how far a signature's time may be from the checker's clock, either way.
const Window = 5 * time.Minute

// Why a signature is not accepted.
var (
	ErrMalformed = errors.New("malformed signature header")
	ErrVersion   = errors.New("unknown signature version")
	ErrStale     = errors.New("signature time is outside the window")
	ErrMismatch  = errors.New("signature does not match")
)

// Parsed is an x-stash-hmac-signature header taken apart.
type Parsed struct {
	ShopID     string
	UnixMillis int64
	Sum        [Size]byte
}

// Parse takes a header's value apart. It is as strict as the format: four parts, digits alone, padded base64.
func Parse(header string) (Parsed, error) {
	p, encoded, err := Split(header)
	if err != nil {
		return Parsed{}, err
	}
	if p.Sum, err = Decode(encoded); err != nil {
		return Parsed{}, err
	}
	return p, nil
}

// Split takes a header's value apart and leaves the signature encoded, for Matches.
func Split(header string) (p Parsed, encoded string, err error) {
	parts := strings.Split(header, ";")
	if len(parts) != 4 {
		return Parsed{}, "", fmt.Errorf("%w: want v1;{shopId};{unixMillis};{signature}, got %d parts", ErrMalformed, len(parts))
	}
	if parts[0] != "v1" {
		return Parsed{}, "", fmt.Errorf("%w: %.10q; this program knows v1", ErrVersion, parts[0])
	}
	p.ShopID = parts[1]
	if p.UnixMillis, err = strconv.ParseInt(parts[2], 10, 64); err != nil || strings.ContainsAny(parts[2], "+-_") || len(parts[2]) > 1 && parts[2][0] == '0' {
		return Parsed{}, "", fmt.Errorf("%w: the time is not a number of milliseconds", ErrMalformed)
	}
	return p, parts[3], nil
}

// Decode reads a signature from standard base64 with padding.
func Decode(text string) (sum [Size]byte, err error) {
	if len(text) != base64.StdEncoding.EncodedLen(Size) {
		return sum, fmt.Errorf("%w: the signature has %d characters, not %d", ErrMalformed, len(text), base64.StdEncoding.EncodedLen(Size))
	}
	var raw [Size + 1]byte // a text without padding would decode to more
	n, err := base64.StdEncoding.Strict().Decode(raw[:], []byte(text))
	if err != nil || n != Size {
		return sum, fmt.Errorf("%w: the signature is not base64 of %d bytes", ErrMalformed, Size)
	}
	return [Size]byte(raw[:Size]), nil
}

// Age checks the signature's time against a clock.
func (p Parsed) Age(now time.Time) error { return p.Within(Window, now) }

// Within checks the signature's time against a clock and a window of the caller's own.
func (p Parsed) Within(window time.Duration, now time.Time) error {
	// Compared as numbers, so that an absurd time cannot overflow a duration.
	if at, most := now.UnixMilli(), window.Milliseconds(); p.UnixMillis < at-most || p.UnixMillis > at+most {
		return fmt.Errorf("%w: it is %s, and good for %v either way", ErrStale, p.distance(now), window)
	}
	return nil
}

// distance says how far the signature's time is from a clock.
func (p Parsed) distance(now time.Time) string {
	switch away := float64(now.UnixMilli()) - float64(p.UnixMillis); {
	case p.UnixMillis > 1e8 && p.UnixMillis < 1e11:
		return "from 1970 to 1973, so it may be in seconds instead of milliseconds"
	case away > 1e11 || away < -1e11:
		return "years away"
	case away < 0:
		return (time.Duration(-away) * time.Millisecond).String() + " in the future"
	default:
		return (time.Duration(away) * time.Millisecond).String() + " old"
	}
}

// Equal compares signatures in constant time.
func Equal(a, b [Size]byte) bool { return hmac.Equal(a[:], b[:]) }
