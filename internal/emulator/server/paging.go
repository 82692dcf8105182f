package server

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// The page sizes are Stash's.
const (
	usualPage   = 50
	longestPage = 100
)

// integer reads an integer query parameter.
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

// pageToken encodes a position in a list. Its text is opaque, so that callers cannot depend on it.
func pageToken(list, position string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(list + "\x00" + position))
}

// position decodes the call's page token; the position is empty on the first page. It refuses a token of another list.
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
