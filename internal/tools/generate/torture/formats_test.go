package torture

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// formats are texts along the lines of each format that is checked before a request is sent, and kin-openapi's validator
// of it.
var formats = map[string]struct {
	judge openapi3.StringFormatValidator
	texts []string
}{
	"date":  {openapi3.SchemaStringFormats["date"], []string{"2026-11-27", "2024-02-29", "2026-02-29", "0000-01-01", "2026-1-1"}},
	"email": {openapi3.NewRegexpFormatValidator(openapi3.FormatOfStringForEmail), []string{"a@example.com", "a b@c", "a@b@c", "\"a\"@b", "a@\v", "é@日本"}},
	"ipv4":  {openapi3.NewIPValidator(true), []string{"192.0.2.1", "255.255.255.255", "01.2.3.4", "::ffff:192.0.2.1"}},
	"ipv6":  {openapi3.NewIPValidator(false), []string{"2001:db8::1", "::", "fe80::1%eth0", "::ffff:192.0.2.1", "1:2:3:4:5:6:7:8"}},
	"uuid": {openapi3.NewRegexpFormatValidator(openapi3.FormatOfStringForUUIDOfRFC9562), []string{
		"0b6f3f0e-6d0f-4a6b-9f0f-3f3a1c2d4e5f", "0B6F3F0E-6D0F-8A6B-BF0F-3F3A1C2D4E5F", "00000000-0000-0000-0000-000000000000", "ffffffff-FFFF-ffff-ffff-ffffffffffff"}},
}

// What a format allows is what kin-openapi's validator of it allows, on right texts and on texts that are almost right.
func TestFormatsAllowWhatKinOpenAPIAllows(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	for name, format := range formats {
		right := 0
		for range 20000 {
			text := []rune(format.texts[random.Intn(len(format.texts))])
			for range random.Intn(3) {
				text = edit(random, text)
			}
			want, got := format.judge.Validate(string(text)), wire.CheckFormat("x", string(text), true, name)
			if (want == nil) != (got == nil) {
				t.Fatalf("%s %q: kin-openapi says %v, and the check says %v", name, string(text), want, got)
			}
			if got == nil {
				right++
			}
		}
		if right < 1000 || right > 19000 {
			t.Errorf("%s: %d of 20000 texts are right, so that this shows little", name, right)
		}
	}
}

// edit takes a character out of a text, puts one in, or writes another one.
func edit(random *rand.Rand, text []rune) []rune {
	at, some := random.Intn(len(text)+1), []rune("0123456789abfgAFGZ@.:-%_<>,\" \t\nv\vé")
	one := string(some[random.Intn(len(some))])
	switch before, after := string(text[:at]), string(text[at:]); random.Intn(3) {
	case 0:
		return []rune(before + one + after)
	case 1:
		return []rune(before + strings.TrimPrefix(after, string(text[at:min(at+1, len(text))])))
	default:
		return []rune(before + one + string(text[min(at+1, len(text)):]))
	}
}
