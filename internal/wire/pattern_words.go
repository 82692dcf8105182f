package wire

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// inWords describes a pattern for readers of an error message: 3 of A-Z, a-z.
func inWords(pattern string) string {
	var parts []string
	for rest := strings.TrimPrefix(pattern, "^"); rest != "$" && rest != ""; {
		var set charset
		set, rest = parseSet(rest)
		least, most, after := parseCount(rest)
		rest = after
		parts = append(parts, set.inWords(least, most))
	}
	return strings.Join(parts, ", then ")
}

func (s charset) inWords(least, most int) string {
	single := utf8.RuneCountInString(s.members) == 1 && !s.negated
	if single && least == 1 && most == 1 {
		return fmt.Sprintf("%q", s.members)
	}
	count := fmt.Sprint(least)
	switch {
	case most < 0 && least == 0:
		count = "any number"
	case most < 0:
		count += " or more"
	case least == 0:
		count = fmt.Sprintf("at most %d", most)
	case most > least:
		count += fmt.Sprintf(" to %d", most)
	}
	if s.negated {
		return count + " characters other than " + s.list()
	}
	return count + " of " + s.list()
}

// list returns ranges unchanged and single characters in quotes, separated by commas.
func (s charset) list() string {
	var list []string
	for members := s.members; members != ""; {
		_, size := utf8.DecodeRuneInString(members)
		if len(members) > size+1 && members[size] == '-' {
			_, last := utf8.DecodeRuneInString(members[size+1:])
			size += 1 + last
			list = append(list, members[:size])
		} else {
			list = append(list, fmt.Sprintf("%q", members[:size]))
		}
		members = members[size:]
	}
	return strings.Join(list, ", ")
}
