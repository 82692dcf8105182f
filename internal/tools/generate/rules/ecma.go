package rules

import (
	"fmt"
	"regexp"
	"strings"
)

// The documents' patterns are those of ECMA-262, and package regexp reads some of it otherwise.
const (
	ecmaSpace = `\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`
	ecmaDot   = `[^\n\r\x{2028}\x{2029}]`
)

// Expression translates a pattern of ECMA-262 into one of package regexp that takes the same texts. An error says what has
// no translation.
func Expression(pattern string) (string, error) {
	var out strings.Builder
	inClass := false
	for rest := pattern; rest != ""; {
		taken, text, err := ecmaStep(rest, inClass)
		if err != nil {
			return "", err
		}
		switch {
		case !inClass && rest[0] == '[':
			inClass = true
		case inClass && rest[0] == ']':
			inClass = false
		}
		out.WriteString(text)
		rest = rest[taken:]
	}
	if _, err := regexp.Compile(out.String()); err != nil {
		return "", fmt.Errorf("package regexp does not read it (%v)", err)
	}
	return out.String(), nil
}

// ecmaStep translates the next part of a pattern, and says how many bytes it took.
func ecmaStep(rest string, inClass bool) (taken int, text string, err error) {
	has := func(prefixes ...string) bool {
		for _, prefix := range prefixes {
			if strings.HasPrefix(rest, prefix) {
				return true
			}
		}
		return false
	}
	switch {
	case rest[0] == '\\':
		return ecmaEscape(rest, inClass)
	case !inClass && has("[]", "[^]"):
		return 0, "", fmt.Errorf("a class without characters is read in two ways")
	case inClass && has("[:", "&&", "--"):
		return 0, "", fmt.Errorf("%s in a class is read in two ways; put a backslash before it", rest[:2])
	case !inClass && has("(?") && !has("(?:"):
		return 0, "", fmt.Errorf("%.3s is not supported; only groups are, and (?: for those without a number", rest)
	case !inClass && rest[0] == '.':
		return 1, ecmaDot, nil
	}
	return 1, rest[:1], nil
}

var ecmaHex = regexp.MustCompile(`^\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))`)

func ecmaEscape(rest string, inClass bool) (taken int, text string, err error) {
	if found := ecmaHex.FindStringSubmatch(rest); found != nil {
		return len(found[0]), `\x{` + found[1] + found[2] + `}`, nil
	}
	if len(rest) < 2 {
		return 0, "", fmt.Errorf("it ends with a backslash")
	}
	switch c := rest[1]; {
	case c == 's' && inClass:
		return 2, ecmaSpace, nil
	case c == 's':
		return 2, "[" + ecmaSpace + "]", nil
	case c == 'S' && !inClass:
		return 2, "[^" + ecmaSpace + "]", nil
	case strings.IndexByte("dDwWtnvfr", c) >= 0, (c == 'b' || c == 'B') && !inClass:
		return 2, rest[:2], nil
	case c < 0x80 && strings.IndexByte(`^$\.*+?()[]{}|/-`, c) >= 0:
		return 2, rest[:2], nil
	}
	return 0, "", fmt.Errorf("%.3q is not supported", rest)
}
