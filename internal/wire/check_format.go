package wire

import (
	"net/netip"
	"strings"
	"time"
)

// CheckFormat checks a string by the name of its format in the document. An optional string that is empty is not checked.
// A test compares every format with the validators of kin-openapi.
func CheckFormat(field, value string, required bool, format string) error {
	if value == "" && !required || hasFormat(format, value) {
		return nil
	}
	if value == "" {
		return &Problem{field, "is empty; it must be " + formatWords[format]}
	}
	return &Problem{field, "must be " + formatWords[format]} // without the value, which may be personal
}

var formatWords = map[string]string{
	"date":     "a day such as 2026-11-27",
	"email":    "an email address",
	"hostname": "a host name such as example.com",
	"ipv4":     "an IPv4 address such as 192.0.2.1",
	"ipv6":     "an IPv6 address such as 2001:db8::1",
	"uri":      "a whole address with its scheme, such as https://example.com/a",
	"uuid":     "a UUID",
}

func hasFormat(format, value string) bool {
	switch format {
	case "date":
		_, err := time.Parse(time.DateOnly, value)
		return err == nil
	case "email":
		before, after, ok := strings.Cut(value, "@")
		return ok && before != "" && after != "" && !strings.ContainsAny(after, "@<>\", \t\n\f\r")
	case "hostname":
		return isHostname(value)
	case "ipv4":
		address, err := netip.ParseAddr(value)
		return err == nil && address.Is4()
	case "ipv6":
		address, err := netip.ParseAddr(value)
		return err == nil && address.Is6()
	case "uri":
		return isURI(value)
	case "uuid":
		return isUUIDOfRFC9562(value)
	}
	return true
}

// isHostname follows RFC 1123: labels of letters, digits and inner hyphens, each of at most 63 characters.
func isHostname(value string) bool {
	if len(value) > 253 {
		return false
	}
	for label := range strings.SplitSeq(value, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, b := range []byte(label) {
			if !isAlphanumeric(b) && b != '-' {
				return false
			}
		}
	}
	return true
}

// isURI follows RFC 3986: a scheme, a colon, and only characters that an address may have.
func isURI(value string) bool {
	scheme, rest, ok := strings.Cut(value, ":")
	if !ok || scheme == "" || !isAlphanumeric(scheme[0]) || scheme[0] <= '9' {
		return false
	}
	for _, b := range []byte(scheme) {
		if !isAlphanumeric(b) && b != '+' && b != '-' && b != '.' {
			return false
		}
	}
	for i := 0; i < len(rest); i++ {
		switch b := rest[i]; {
		case b == '%':
			if i+2 >= len(rest) || !isHex(rest[i+1]) || !isHex(rest[i+2]) {
				return false
			}
		case !isAlphanumeric(b) && strings.IndexByte("-._~:/?#[]@!$&'()*+,;=", b) < 0:
			return false
		}
	}
	return true
}

// isUUIDOfRFC9562 reports whether a text is a UUID of a version and variant that RFC 9562 has.
func isUUIDOfRFC9562(value string) bool {
	if !IsUUID(value) {
		return false
	}
	version, variant := value[14], value[19]|0x20 // lower case; digits have that bit
	if version >= '1' && version <= '8' && (variant == '8' || variant == '9' || variant == 'a' || variant == 'b') {
		return true
	}
	return strings.Trim(value, "0-") == "" || strings.Trim(value, "fF-") == ""
}

func isAlphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

func isHex(b byte) bool { return b >= '0' && b <= '9' || b >= 'a' && b <= 'f' || b >= 'A' && b <= 'F' }
