package secret

import (
	"bytes"
	"strconv"
	"strings"
)

// span is a part of a text, from the first byte to behind the last.
type span struct{ from, to int }

// folded is a text without case, white space and one or more levels of escapes. Each byte has its span in the original.
type folded struct {
	text  []byte
	spans []span
}

// partial is how many leading bytes of a secret count as the secret if the text ends within it.
const partial = 8

// eaten is how many characters of a secret a broken escape before it, such as \u0, may take.
const eaten = 4

// mostEscapes is how many levels of escapes are undone, such as \\u0041 and %2541, which have two.
const mostEscapes = 5

// find returns the spans of secrets in a text. A server may have changed their case, put white space between
// their characters, or escaped them for JSON, a URL or HTML, and a limit may have cut the text within a secret.
func find(text string, secrets []string) []span {
	if !mayContain(text, secrets) {
		return nil
	}
	var found []span
	layer := fold(text)
	for range mostEscapes {
		for _, secret := range secrets {
			plain := fold(secret).text
			found = layer.find(plain, len(text), found)
			if len(plain) >= eaten+2*partial { // what looks like an escape before the secret may have taken its first characters
				found = layer.find(plain[eaten:], len(text), found)
			}
		}
		next, changed := layer.unescape()
		if !changed {
			break
		}
		layer = next
	}
	return found
}

// mayContain reports whether a text has an escape or the first characters of a
// secret.
func mayContain[T string | []byte](text T, secrets []string) bool {
	const head = 3
	var last [head]byte // the last characters, folded
	for i := range len(text) {
		c, ok := foldByte(text[i])
		if !ok {
			continue
		}
		if c == '\\' || c == '%' || c == '&' {
			return true
		}
		copy(last[:], last[1:])
		last[head-1] = c
		for _, secret := range secrets {
			n := min(head, len(secret))
			if strings.EqualFold(string(last[head-n:]), secret[:n]) {
				return true
			}
		}
	}
	return false
}

// foldByte returns a byte in lower case. It returns false for white space.
func foldByte(c byte) (byte, bool) {
	switch {
	case c == ' ', c >= '\t' && c <= '\r':
		return 0, false
	case c >= 'A' && c <= 'Z':
		c += 'a' - 'A'
	}
	return c, true
}

func fold(text string) folded {
	f := folded{make([]byte, 0, len(text)), make([]span, 0, len(text))}
	for i := range len(text) {
		f.add(text[i], span{i, i + 1})
	}
	return f
}

func (f *folded) add(c byte, at span) {
	if c, ok := foldByte(c); ok {
		f.text, f.spans = append(f.text, c), append(f.spans, at)
	}
}

// find adds the spans of a folded secret. size is the length of the original text.
func (f folded) find(secret []byte, size int, found []span) []span {
	if len(secret) == 0 {
		return found
	}
	for from := 0; ; {
		at := bytes.Index(f.text[from:], secret)
		if at < 0 {
			break
		}
		at += from
		from = at + len(secret)
		found = append(found, span{f.spans[at].from, f.spans[from-1].to})
	}
	for n := min(len(secret)-1, len(f.text)); n >= partial; n-- {
		if bytes.HasSuffix(f.text, secret[:n]) {
			return append(found, span{f.spans[len(f.text)-n].from, size})
		}
	}
	return found
}

// unescape undoes one level of escapes. It leaves out an escape that the end of the text cuts off.
func (f folded) unescape() (folded, bool) {
	if !bytes.ContainsAny(f.text, `\%&`) {
		return f, false
	}
	next := folded{make([]byte, 0, len(f.text)), make([]span, 0, len(f.text))}
	changed := false
	for i := 0; i < len(f.text); {
		c, width := readEscape(f.text[i:])
		if width == 0 {
			next.add(f.text[i], f.spans[i])
			i++
			continue
		}
		changed = true
		if i+width <= len(f.text) {
			next.add(c, span{f.spans[i].from, f.spans[i+width-1].to})
		}
		i += width
	}
	return next, changed
}

// readEscape reads an escaped character, such as \/, \u002f, %2f or &#47;, and returns its length. The length is 0 if
// there is no escape of an ASCII character, and that of the whole escape if the text ends within it. The text is folded.
func readEscape(text []byte) (c byte, width int) {
	switch {
	case text[0] == '%':
		return readHex(text, 1, 2)
	case text[0] == '&':
		return readEntity(text)
	case text[0] != '\\':
		return 0, 0
	case len(text) == 1:
		return 0, 2
	}
	switch text[1] {
	case 'u':
		return readHex(text, 2, 4)
	case 'x':
		return readHex(text, 2, 2)
	case 'n', 'r', 't':
		return ' ', 2
	}
	return text[1], 2
}

// readHex reads the hexadecimal digits of an escape.
func readHex(text []byte, from, digits int) (c byte, width int) {
	width = from + digits
	given := text[from:min(width, len(text))]
	for _, d := range given {
		if !strings.ContainsRune("0123456789abcdef", rune(d)) {
			return 0, 0
		}
	}
	n, err := strconv.ParseUint(string(given), 16, 32)
	if len(given) == digits && (err != nil || n > 0x7f) {
		return 0, 0
	}
	return byte(n), width
}

// readEntity reads a character reference of HTML.
func readEntity(text []byte) (c byte, width int) {
	const longest = 8
	end := bytes.IndexByte(text[:min(len(text), longest)], ';')
	if end < 0 {
		if len(text) < longest {
			return 0, len(text) + 1
		}
		return 0, 0
	}
	name := string(text[1:end])
	switch name {
	case "amp":
		return '&', end + 1
	case "quot":
		return '"', end + 1
	}
	number, numeric := strings.CutPrefix(name, "#")
	base := 10
	if hex, ok := strings.CutPrefix(number, "x"); ok {
		number, base = hex, 16
	}
	n, err := strconv.ParseUint(number, base, 32)
	if !numeric || err != nil || n > 0x7f {
		return 0, 0
	}
	return byte(n), end + 1
}
