// Package expression checks strings by regular expressions. It is apart from package wire, because most programs need no
// more than wire.Match, and then do not link package regexp.
package expression

import (
	"fmt"
	"regexp"
	"sync"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/wire"
)

var compiled sync.Map // pattern to *regexp.Regexp

// Check checks a string by a pattern, which is written for package regexp; as is how the document writes it. An optional
// string that is empty is not checked.
func Check(field, value string, required bool, pattern, as string) error {
	if value == "" && !required {
		return nil
	}
	known, ok := compiled.Load(pattern)
	if !ok {
		known, _ = compiled.LoadOrStore(pattern, regexp.MustCompile(pattern))
	}
	if utf8.ValidString(value) && known.(*regexp.Regexp).MatchString(value) {
		return nil
	}
	return &wire.Problem{Field: field, What: fmt.Sprintf("is %.64q; it must match the pattern %s", value, as)}
}
