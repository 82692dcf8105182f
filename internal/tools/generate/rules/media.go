package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Preferred returns the content type in which a body is sent or read: JSON if there is one, and the first by name
// otherwise; nothing for no content.
func Preferred(content openapi3.Content) string {
	all := slices.Sorted(maps.Keys(content))
	for _, json := range []func(string) bool{
		func(media string) bool { return media == "application/json" },
		IsJSON,
		func(media string) bool { return strings.HasPrefix(media, "text/") },
	} {
		if i := slices.IndexFunc(all, json); i >= 0 {
			return all[i]
		}
	}
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// IsJSON reports whether a content type is JSON of some kind.
func IsJSON(media string) bool {
	return media == "application/json" || strings.HasSuffix(media, "+json")
}
