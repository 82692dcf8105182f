package transport

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/stash-sdk/stash-go/internal/secret"
)

// scrub replaces the secrets of the request wherever the response repeats them, so that the Error can be logged.
func (e *Error) scrub(req *http.Request) {
	var room [4]string // on the stack, because most requests have one secret
	secrets := appendSecrets(room[:0], req)
	if len(secrets) == 0 {
		return
	}
	e.Message = secret.Scrub(e.Message, secrets...)
	e.RequestID = secret.Scrub(e.RequestID, secrets...)
	if secret.MayContain(e.Body, secrets) { // the details are a part of the body
		clean := secret.Scrub(string(e.Body), secrets...)
		e.Body = []byte(clean[:min(len(clean), maxErrorBytes)])
		for i, detail := range e.Details {
			e.Details[i] = json.RawMessage(secret.Scrub(string(detail), secrets...))
		}
	}
	e.Header = redactHeader(e.Header, secrets)
	if e.cause != nil {
		if text := e.cause.Error(); secret.Scrub(text, secrets...) != text {
			e.cause = withText(e.cause, secret.Scrub(text, secrets...))
		}
	}
}

// appendSecrets appends the credentials of a request, and the other secrets that it carries in headers and in the query.
func appendSecrets(secrets []string, req *http.Request) []string {
	for _, scheme := range schemes {
		for _, value := range req.Header[scheme.header] {
			if value = strings.TrimPrefix(value, "Bearer "); value == "" {
				continue
			}
			secrets = append(secrets, value)
			// In an HMAC header only the last part, the signature, is secret.
			if signature := value[strings.LastIndexByte(value, ';')+1:]; scheme.set == SchemeHMAC && signature != "" {
				secrets = append(secrets, signature)
			}
		}
	}
	add := func(value string) {
		const shortest = 8 // bytes; a shorter text could occur in a message by chance
		if len(value) >= shortest {
			secrets = append(secrets, value)
		}
	}
	for name, values := range req.Header {
		if isScheme(name) || !soundsSecret(name) {
			continue
		}
		for _, value := range values {
			if name == "Cookie" {
				for part := range strings.SplitSeq(value, ";") {
					_, cookie, _ := strings.Cut(part, "=")
					add(strings.TrimSpace(cookie))
				}
			} else if words := strings.Fields(value); len(words) > 0 {
				add(words[len(words)-1]) // behind the scheme, such as Basic
			}
		}
	}
	if req.URL.RawQuery != "" {
		for name, values := range req.URL.Query() {
			if soundsSecret(name) {
				for _, value := range values {
					add(value)
				}
			}
		}
	}
	return secrets
}

// soundsSecret reports whether the value of a header or parameter with this name is likely to be a secret.
func soundsSecret(name string) bool {
	switch name {
	case "Accept", "Content-Type", "User-Agent": // every request has them
		return false
	}
	name = strings.ToLower(name)
	if strings.HasSuffix(name, "idempotency-key") {
		return false
	}
	for _, word := range [...]string{"auth", "cookie", "credential", "key", "password", "secret", "session", "signature", "token"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// redactHeader returns the header without the secrets. If it contains one, the result is a copy, because a RoundTripper
// may return the same header with several responses.
func redactHeader(h http.Header, secrets []string) http.Header {
	var clean http.Header
	for name, values := range h {
		cleanName := secret.Scrub(name, secrets...)
		for i, value := range values {
			cleanValue := secret.Scrub(value, secrets...)
			if cleanValue == value && cleanName == name {
				continue
			}
			if clean == nil {
				clean = h.Clone()
			}
			if cleanName != name && i == 0 {
				delete(clean, name)
				clean[cleanName] = append([]string(nil), values...)
			}
			clean[cleanName][i] = cleanValue
		}
	}
	if clean == nil {
		return h
	}
	return clean
}
