package transport

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
)

// scrub replaces the credentials that a request carried wherever a server's answer repeats them, so that an
// error may be logged as it is.
func (e *Error) scrub(sent http.Header) {
	for _, scheme := range schemes {
		for _, value := range sent[scheme.header] {
			value = strings.TrimPrefix(value, "Bearer ")
			if value == "" {
				continue
			}
			e.replace(value)
			if strings.ContainsAny(value, `"\/<>&`) { // JSON may write these in another way
				if quoted, err := json.Marshal(value); err == nil {
					e.replace(string(quoted[1 : len(quoted)-1]))
				}
				e.replace(strings.ReplaceAll(value, "/", `\/`))
			}
		}
	}
}

const redacted = "[redacted]"

func (e *Error) replace(secret string) {
	e.Message = strings.ReplaceAll(e.Message, secret, redacted)
	e.RequestID = strings.ReplaceAll(e.RequestID, secret, redacted)
	if bytes.Contains(e.Body, []byte(secret)) {
		e.Body = bytes.ReplaceAll(e.Body, []byte(secret), []byte(redacted))
		for i := range e.Details {
			e.Details[i] = bytes.ReplaceAll(e.Details[i], []byte(secret), []byte(redacted))
		}
	}
	for _, values := range e.Header {
		for i := range values {
			values[i] = strings.ReplaceAll(values[i], secret, redacted)
		}
	}
	if e.cause != nil && strings.Contains(e.cause.Error(), secret) {
		e.cause = scrubbed{strings.ReplaceAll(e.cause.Error(), secret, redacted)}
	}
}

// scrubbed stands in for an error that repeated a credential.
type scrubbed struct{ text string }

func (s scrubbed) Error() string { return s.text }
