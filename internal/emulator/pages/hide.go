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

	"github.com/stash-sdk/stash-go/internal/secret"
)

// hiding keeps secrets out of the console. It hides the server's own secrets everywhere, and the values that a game
// sends under the name of a secret.
type hiding struct {
	own  *strings.Replacer // all of the server's secrets, in the usual spellings
	keys []string          // the shop's keys, hidden in any spelling
}

const hidden = "[redacted]"

func (p *Pages) hiding() hiding {
	who := p.who()
	keys := append([]string{who.APIKey, who.HMACSecret, who.WebhookSecret, who.GameServerSecret}, p.games.Secrets()...)
	secrets := slices.Concat(keys, p.shop.Secrets())
	// The longest secret comes first. Otherwise a short one could leave the rest of a long one that begins with it.
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var pairs []string
	for _, each := range secrets {
		quoted, _ := json.Marshal(each) // a string cannot fail
		for _, spelled := range []string{each, url.QueryEscape(each), url.PathEscape(each), strings.Trim(string(quoted), `"`)} {
			if spelled != "" {
				pairs = append(pairs, spelled, hidden)
			}
		}
	}
	return hiding{strings.NewReplacer(pairs...), keys}
}

// text hides the server's own secrets.
func (h hiding) text(text string) string {
	return secret.Scrub(h.own.Replace(strings.ToValidUTF8(text, "�")), h.keys...)
}

// secretNames are parts of the names of secrets in the document and in HTTP, without separators.
var secretNames = []string{"token", "secret", "signature", "password", "jwt", "authcode", "apikey", "authorization", "cookie", "session"}

// isSecretName reports whether the value under a name must be hidden. Page tokens are not secrets.
func isSecretName(name string) bool {
	plain := strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(name))
	return plain != "pagetoken" && plain != "nextpagetoken" &&
		slices.ContainsFunc(secretNames, func(part string) bool { return strings.Contains(plain, part) })
}

// field hides a value under the name of a secret, and the server's secrets in any value.
func (h hiding) field(name, value string) string {
	if isSecretName(name) {
		return hidden
	}
	return h.text(value)
}

// query hides the secrets in a query. It keeps the order and spelling.
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

// address hides the password of a URL, and the secrets in its query.
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
	shownBody = 64 << 10 // most bytes of a body on a page
	deepest   = 64       // most levels of a body to indent: the indents of a deeper body would be huge
)

// body formats a body for reading. It indents JSON and sorts its members by name.
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

// loose finds the value after the name of a secret in any text.
var loose = regexp.MustCompile(`(?i)([\w-]*(?:` + strings.Join(secretNames, "|") + `)[\w-]*\\?["']?\s*[:=]\s*)(?:\\?"[^"]*"?|'[^']*'?|[^\s,&}]+)`)

// conceal hides the members of an object that have the name of a secret, also in strings that contain JSON.
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
	_ = e.Encode(value) // a decoded value can always be encoded
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
