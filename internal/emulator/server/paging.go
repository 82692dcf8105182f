package server

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// Pages have as many entries as Stash's do.
const (
	usualPage   = 50
	longestPage = 100
)

// integer reads a query parameter that the document has as an integer.
func (c *call) integer(name string, otherwise int64) (int64, *status) {
	text := c.query.Get(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, invalid(name, "must be a whole number of at most 64 bits")
	}
	return n, nil
}

// pageToken writes where to go on in a list. Its text means nothing to callers, as theirs must not depend on it.
func pageToken(list, position string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(list + "\x00" + position))
}

// position reads the call's page token: empty on the first page. A token of another list is refused.
func (c *call) position(list string) (string, *status) {
	token := c.query.Get("pageToken")
	if token == "" {
		return "", nil
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	position, ok := strings.CutPrefix(string(text), list+"\x00")
	if err != nil || !ok || position == "" {
		return "", badToken(token)
	}
	return position, nil
}

func badToken(token string) *status {
	return invalid("pageToken", fmt.Sprintf("%.40q is not a token of this list; pass on the nextPageToken of the page before as it came", token))
}
