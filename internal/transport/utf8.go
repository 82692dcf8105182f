package transport

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// checkUTF8 finds texts that are not UTF-8 in what encoding/json has made of them. It writes each wrong byte as the
// escape \ufffd, which makes different ids the same, and the character itself without an escape.
func checkUTF8(encoded []byte) error {
	mark := []byte(`\ufffd`)
	for rest := encoded; ; {
		at := bytes.Index(rest, mark)
		if at < 0 {
			return nil
		}
		escaped := 0 // backslashes in front: an odd one makes the mark's own a part of the text
		for i := at - 1; i >= 0 && rest[i] == '\\'; i-- {
			escaped++
		}
		if escaped%2 == 0 {
			var body any
			_ = json.Unmarshal(encoded, &body)
			return &wire.Problem{Field: replaced("", body), What: "is not UTF-8, and would be sent as another text; encode binary ids, for example with hex.EncodeToString"}
		}
		rest = rest[at+len(mark):]
	}
}

// replaced returns the path of the first text that has the character which stands for wrong bytes.
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
