package secret

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
)

// Scrub replaces secrets in a text that comes from elsewhere, such as a panic's, in the spellings that text of programs
// has: as it is, quoted, percent-encoded and base64.
func Scrub(text string, secrets ...string) string {
	for _, s := range secrets {
		if s == "" {
			continue
		}
		quoted := strconv.Quote(s)
		for _, spelling := range []string{
			s, quoted[1 : len(quoted)-1], url.QueryEscape(s), url.PathEscape(s),
			base64.StdEncoding.EncodeToString([]byte(s)), base64.RawURLEncoding.EncodeToString([]byte(s)),
		} {
			text = strings.ReplaceAll(text, spelling, redacted)
		}
	}
	return text
}
