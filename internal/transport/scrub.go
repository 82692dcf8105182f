package transport

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// scrub replaces the credentials that a request carried wherever a server's answer repeats them, so that an
// error may be logged as it is.
func (e *Error) scrub(sent http.Header) {
	for _, scheme := range schemes {
		for _, value := range sent[scheme.header] {
			if value = strings.TrimPrefix(value, "Bearer "); value != "" {
				e.replace(value)
				// An HMAC credential has the shop and the time in front of its secret part.
				if signature := value[strings.LastIndexByte(value, ';')+1:]; scheme.set == SchemeHMAC && signature != "" {
					e.replace(signature)
				}
			}
		}
	}
}

const redacted = "[redacted]"

func (e *Error) replace(secret string) {
	e.Message = redact(e.Message, secret)
	e.RequestID = redact(e.RequestID, secret)
	if from, _ := find(e.Body, secret); from >= 0 {
		e.Body = []byte(redact(string(e.Body), secret))
		e.Body = e.Body[:min(len(e.Body), maxErrorBytes)]
		for i := range e.Details {
			e.Details[i] = json.RawMessage(redact(string(e.Details[i]), secret))
		}
	}
	e.Header = redactHeader(e.Header, secret)
	if e.cause != nil {
		if text := e.cause.Error(); redact(text, secret) != text {
			e.cause = scrubbed{redact(text, secret)}
		}
	}
}

// redactHeader returns the header without a secret. It is a copy where it has one, because a RoundTripper may give the
// same header to several answers.
func redactHeader(h http.Header, secret string) http.Header {
	var clean http.Header
	for name, values := range h {
		for i, value := range values {
			if from, _ := find(value, secret); from < 0 {
				continue
			}
			if clean == nil {
				clean = h.Clone()
			}
			clean[name][i] = redact(value, secret)
		}
	}
	if clean == nil {
		return h
	}
	return clean
}

// redact replaces a secret everywhere in a text.
func redact(text, secret string) string {
	from, to := find(text, secret)
	if from < 0 {
		return text
	}
	var clean strings.Builder
	for ; from >= 0; from, to = find(text, secret) {
		clean.WriteString(text[:from])
		clean.WriteString(redacted)
		text = text[to:]
	}
	clean.WriteString(text)
	return clean.String()
}

// partial is how much of a secret's beginning gives it away where a text was cut within it.
const partial = 8

// find returns where a secret stands in a text, or -1. Characters of it may be escaped as JSON and URLs escape them,
// and the text may end before it does.
func find[T string | []byte](text T, secret string) (from, to int) {
	for from := range len(text) {
		if c := text[from]; c != secret[0] && c != '\\' && c != '%' {
			continue
		}
		if to := match(text, from, secret); to > 0 {
			return from, to
		}
	}
	return -1, -1
}

// match returns where a secret ends that begins at a place in a text, or 0 if none does.
func match[T string | []byte](text T, at int, secret string) int {
	for i := range len(secret) {
		if at >= len(text) {
			if i >= partial {
				return at
			}
			return 0
		}
		c, width := unescape(text, at)
		switch {
		case text[at] == secret[i]:
			at++
		case c == secret[i]:
			at += width
		case at+width > len(text) && i >= partial: // cut within an escape
			return len(text)
		default:
			return 0
		}
	}
	return at
}

// unescape reads an escaped character, such as \/, \u002f and %2F, and returns how long it is or would be.
func unescape[T string | []byte](text T, at int) (c byte, width int) {
	digits := 0 // where the two hexadecimal digits are that matter
	switch {
	case text[at] == '%':
		digits, width = at+1, 3
	case text[at] != '\\':
		return 0, 0
	case at+1 == len(text):
		return 0, 2
	case text[at+1] == 'u':
		digits, width = at+4, 6
	default:
		return text[at+1], 2
	}
	if at+width > len(text) {
		return 0, width
	}
	n, err := strconv.ParseUint(string(text[digits:at+width]), 16, 8)
	if err != nil || width == 6 && string(text[at+2:at+4]) != "00" {
		return 0, width
	}
	return byte(n), width
}

// scrubbed stands in for an error that repeated a credential.
type scrubbed struct{ text string }

func (s scrubbed) Error() string { return s.text }
