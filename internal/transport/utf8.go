package transport

import (
	"bytes"
	"errors"
)

var errNotUTF8 = errors.New(`a text in it is not UTF-8, and would be sent as another one; encode binary ids, for example with hex.EncodeToString`)

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
			return errNotUTF8
		}
		rest = rest[at+len(mark):]
	}
}
