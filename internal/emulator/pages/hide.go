package pages

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// hiding keeps secrets out of the console: the server's own wherever they stand, and what a game sends under a name
// that secrets have.
type hiding struct{ own *strings.Replacer }

const hidden = "[redacted]"

func (p *Pages) hiding() hiding {
	who := p.who()
	secrets := []string{who.APIKey, who.HMACSecret, who.WebhookSecret, who.GameServerSecret}
	secrets = append(append(secrets, p.shop.Secrets()...), p.games.Secrets()...)
	// The longest first, or a short one would leave the rest of one that begins with it.
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, secret := range secrets {
		quoted, _ := json.Marshal(secret) // a string cannot fail
		for _, spelled := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`)} {
			if spelled != "" {
				pairs = append(pairs, spelled, hidden)
			}
		}
	}
	return hiding{strings.NewReplacer(pairs...)}
}

// text hides the server's own secrets.
func (h hiding) text(text string) string { return h.own.Replace(strings.ToValidUTF8(text, "�")) }

// secretNames are parts of the names that secrets have in the document and in HTTP, without separators.
var secretNames = []string{"token", "secret", "signature", "password", "jwt", "authcode", "apikey", "authorization", "cookie", "session"}

// isSecretName reports whether what has a name is to be hidden. Tokens of pages are no secrets.
func isSecretName(name string) bool {
	plain := strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(name))
	return plain != "pagetoken" && plain != "nextpagetoken" &&
		slices.ContainsFunc(secretNames, func(part string) bool { return strings.Contains(plain, part) })
}

// field is a value as its name allows to show it.
func (h hiding) field(name, value string) string {
	if isSecretName(name) {
		return hidden
	}
	return h.text(value)
}

// query keeps a query's order and spelling.
func (h hiding) query(raw string) string {
	parts := strings.Split(raw, "&")
	for i, part := range parts {
		name, _, _ := strings.Cut(part, "=")
		if plain, err := url.QueryUnescape(name); err != nil || isSecretName(plain) {
			parts[i] = name + "=" + hidden
		}
	}
	return h.text(strings.Join(parts, "&"))
}

// address hides what a URL may carry besides an address.
func (h hiding) address(raw string) string {
	plain, query, found := strings.Cut(raw, "?")
	if u, err := url.Parse(plain); err == nil {
		plain = u.Redacted()
	}
	if found {
		return h.text(plain) + "?" + h.query(query)
	}
	return h.text(plain)
}

const (
	shownBody = 64 << 10 // bytes of a body that a page shows
	deepest   = 64       // of a body that is indented: an indent for each level of a deep one would be huge
)

// body writes a body so that it can be read. JSON is indented, and its members come in the order of their names.
func (h hiding) body(data []byte) string {
	more := ""
	if len(data) > shownBody {
		data, more = data[:shownBody], fmt.Sprintf("\n… and %d bytes more", len(data)-shownBody)
	}
	value, ok := decodeJSON(data)
	if !ok {
		return h.text(loose.ReplaceAllString(strings.ToValidUTF8(string(data), "�"), "${1}"+hidden)) + more
	}
	indent := "  "
	if depth(value) > deepest {
		indent = ""
	}
	return h.text(encodeJSON(conceal(value), indent))
}

// loose finds what stands behind a name of a secret in a text of any form.
var loose = regexp.MustCompile(`(?i)([\w-]*(?:` + strings.Join(secretNames, "|") + `)[\w-]*\\?["']?\s*[:=]\s*)(?:\\?"[^"]*"?|'[^']*'?|[^\s,&}]+)`)

// conceal hides the members of an object that have the name of a secret, also in texts that are JSON themselves.
func conceal(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if v[name] = conceal(member); isSecretName(name) && member != nil {
				v[name] = hidden
			}
		}
	case []any:
		for i := range v {
			v[i] = conceal(v[i])
		}
	case string:
		if inner, ok := decodeJSON([]byte(v)); ok && strings.HasPrefix(strings.TrimSpace(v), "{") {
			return encodeJSON(conceal(inner), "")
		}
	}
	return value
}

func decodeJSON(data []byte) (value any, ok bool) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	err := d.Decode(&value)
	return value, err == nil && !d.More()
}

func encodeJSON(value any, indent string) string {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	_ = e.Encode(value) // what was decoded can be encoded
	return strings.TrimSuffix(out.String(), "\n")
}

func depth(value any) (most int) {
	switch v := value.(type) {
	case map[string]any:
		for _, member := range v {
			most = max(most, depth(member))
		}
	case []any:
		for _, member := range v {
			most = max(most, depth(member))
		}
	default:
		return 0
	}
	return most + 1
}
