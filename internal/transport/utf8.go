package transport

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/wire"
)

const notUTF8 = "is not valid UTF-8, so it would arrive changed; encode binary ids, for example with hex.EncodeToString"

// checkQuery refuses an encoded query that has a value with invalid UTF-8.
func checkQuery(query string) error {
	if strings.IndexByte(query, '%') < 0 {
		return nil
	}
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		if value, err := url.QueryUnescape(value); err != nil || !utf8.ValidString(value) {
			return &wire.Problem{Field: name, What: notUTF8}
		}
	}
	return nil
}

// checkUTF8 refuses a body that had a string with invalid UTF-8. encoding/json replaces each invalid byte by the escape
// \ufffd, so different ids would become equal. It writes the character U+FFFD itself without an escape, so the escape
// in the output proves an invalid byte.
func checkUTF8(encoded []byte) error {
	mark := []byte(`\ufffd`)
	for rest := encoded; ; {
		at := bytes.Index(rest, mark)
		if at < 0 {
			return nil
		}
		escaped := 0 // backslashes before the mark; an odd number escapes the mark's own backslash
		for i := at - 1; i >= 0 && rest[i] == '\\'; i-- {
			escaped++
		}
		if escaped%2 == 0 {
			var body any
			_ = json.Unmarshal(encoded, &body)
			return &wire.Problem{Field: replaced("", body), What: notUTF8}
		}
		rest = rest[at+len(mark):]
	}
}

// replaced returns the path of the first string that contains U+FFFD.
func replaced(at string, value any) string {
	switch value := value.(type) {
	case string:
		if strings.ContainsRune(value, '\ufffd') {
			return at
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(value)) {
			if found := replaced(strings.TrimPrefix(at+"."+name, "."), value[name]); found != "" {
				return found
			}
			if strings.ContainsRune(name, '\ufffd') {
				return strings.TrimSuffix("a key of "+at, " of ")
			}
		}
	case []any:
		for i, each := range value {
			if found := replaced(at+"["+strconv.Itoa(i)+"]", each); found != "" {
				return found
			}
		}
	}
	return ""
}
