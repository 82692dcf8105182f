package wire

import (
	"net/url"
	"strings"
)

// URI adds a problem for an address that a browser could not fetch.
func (c *Checker) URI(name, value string) {
	if value == "" || plainURI(value) {
		return
	}
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		c.add(name, "is %.60q; it must be a whole https address", value)
	}
}

// plainURI recognizes most addresses without parsing them, which takes time.
func plainURI(value string) bool {
	rest, ok := strings.CutPrefix(value, "https://")
	if !ok || rest == "" || rest[0] == '/' {
		return false
	}
	for _, b := range []byte(rest) {
		if (b < 'a' || b > 'z') && (b < 'A' || b > 'Z') && (b < '-' || b > '9') && b != '_' {
			return false
		}
	}
	return true
}

// UUID adds a problem for a text that is not a UUID of any version.
func (c *Checker) UUID(name, value string) {
	if value != "" && !IsUUID(value) {
		c.add(name, "is %.60q; it must be a UUID", value)
	}
}

// IsUUID reports whether a text is a UUID of any version. It uses no pattern, because a catalog has thousands of UUIDs.
func IsUUID(value string) bool {
	if len(value) != 36 {
		return false
	}
	for i, b := range []byte(value) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		hex := b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F'
		if dash != (b == '-') || !dash && !hex {
			return false
		}
	}
	return true
}
