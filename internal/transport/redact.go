package transport

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

// scrub replaces the credentials of the request wherever the response repeats them, so that the Error can be logged.
func (e *Error) scrub(sent http.Header) {
	for _, scheme := range schemes {
		for _, value := range sent[scheme.header] {
			if value = strings.TrimPrefix(value, "Bearer "); value != "" {
				e.replace(value)
				// In an HMAC header only the last part, the signature, is secret.
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

// redactHeader returns the header without the secret. If the header contains it, the result is a copy, because a
// RoundTripper may return the same header with several responses.
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

// redact replaces every occurrence of a secret in a text.
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

// partial is how many leading bytes of a secret count as the secret if the text ends within it.
const partial = 8

// find returns the position of a secret in a text, or -1. Characters of the secret may be escaped as in JSON or a URL,
// and the text may end within the secret.
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

// match returns the end of a secret that starts at the given position, or 0 if no secret starts there.
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
		case at+width > len(text) && i >= partial: // the text ends within an escape
			return len(text)
		default:
			return 0
		}
	}
	return at
}

// unescape reads an escaped character, such as \/, \u002f or %2F, and returns its length. If the text ends within the
// escape, the length is that of the whole escape.
func unescape[T string | []byte](text T, at int) (c byte, width int) {
	digits := 0 // position of the two hexadecimal digits that hold the byte
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

// scrubbed replaces an error whose text contained a credential.
type scrubbed struct{ text string }

func (s scrubbed) Error() string { return s.text }
