package storerules

import "strings"

// LikeKeys are pairs of keys that stores mistake for each other, by what they do wrong. A key has at most 290 bytes.
func LikeKeys() map[string][2]string {
	long := Key()
	long += strings.Repeat("x", 289-len(long))
	pairs := map[string][2]string{"the 290th byte": {long + "a", long + "b"}}
	for what, ends := range map[string][2]string{
		"upper and lower case":        {"a", "A"},
		"a space at the end":          {"", " "},
		"what follows a zero byte":    {"\x00a", "\x00b"},
		"bytes that are no UTF-8":     {"\xff", "\xfe"},
		"a letter and its accent":     {"e", "\u00e9"},
		"two ways to write an accent": {"\u00e9", "e\u0301"},
	} {
		key := Key()
		pairs[what] = [2]string{key + ends[0], key + ends[1]}
	}
	return pairs
}
