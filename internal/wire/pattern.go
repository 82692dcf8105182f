package wire

import (
	"strings"
	"unicode/utf8"
)

// Match reports whether text matches an anchored pattern of the form that the documents use: ^, then single characters or
// classes such as [A-Za-z] and [^:], each with an optional *, +, ?, {n} or {m,n}, then $. Each part takes as many characters
// as it can and never gives one back. Patterns are not compiled, and programs need not link package regexp. A test compares
// Match with regexp for every pattern in the documents.
func Match(pattern, text string) bool {
	rest, ok := strings.CutPrefix(pattern, "^")
	if !ok {
		return false
	}
	for rest != "$" {
		if rest == "" {
			return false
		}
		var set charset
		set, rest = parseSet(rest)
		least, most, after := parseCount(rest)
		rest = after
		n := 0
		for ; text != "" && (most < 0 || n < most); n++ {
			r, size := utf8.DecodeRuneInString(text)
			if !set.has(r) {
				break
			}
			text = text[size:]
		}
		if n < least {
			return false
		}
	}
	return text == ""
}

// charset is the set of characters in a class, or one character.
type charset struct {
	members string
	negated bool
}

func parseSet(pattern string) (charset, string) {
	if inside, ok := strings.CutPrefix(pattern, "["); ok {
		if members, rest, ok := strings.Cut(inside, "]"); ok {
			members, negated := strings.CutPrefix(members, "^")
			return charset{members, negated}, rest
		}
	}
	for i := range pattern {
		if i > 0 {
			return charset{members: pattern[:i]}, pattern[i:]
		}
	}
	return charset{members: pattern}, ""
}

func (s charset) has(r rune) bool {
	for members := s.members; members != ""; {
		low, size := utf8.DecodeRuneInString(members)
		members = members[size:]
		high := low
		if len(members) > 1 && members[0] == '-' {
			high, size = utf8.DecodeRuneInString(members[1:])
			members = members[1+size:]
		}
		if low <= r && r <= high {
			return !s.negated
		}
	}
	return s.negated
}

// parseCount reads a quantifier. A most of -1 means no limit.
func parseCount(pattern string) (least, most int, rest string) {
	if pattern == "" {
		return 1, 1, pattern
	}
	switch pattern[0] {
	case '*':
		return 0, -1, pattern[1:]
	case '+':
		return 1, -1, pattern[1:]
	case '?':
		return 0, 1, pattern[1:]
	case '{':
		if inside, rest, ok := strings.Cut(pattern[1:], "}"); ok {
			low, high, ranged := strings.Cut(inside, ",")
			least, most = digits(low), digits(high)
			if !ranged {
				most = least
			} else if high == "" {
				most = -1
			}
			return least, most, rest
		}
	}
	return 1, 1, pattern
}

func digits(s string) int {
	n := 0
	for _, c := range []byte(s) {
		n = n*10 + int(c-'0')
	}
	return n
}
