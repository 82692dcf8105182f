package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Constant is the Go constant of a value of an enum.
type Constant struct{ Name, Value string }

// Constants names the values of an enum. In protobuf every value starts with the name of its type, which is not repeated.
// Values that would have one name are numbered in the order of the document, and so are those without a letter or digit
// of their own.
func Constants(name func(string) string, typeName string, of *openapi3.Schema) []Constant {
	var list []Constant
	taken := map[string]int{}
	for i, value := range of.Enum {
		text := fmt.Sprint(value)
		word := name(strings.ToLower(text))
		literal := strconv.Quote(text)
		switch {
		case of.Type.Is("integer"):
			word, literal = strings.ReplaceAll(text, "-", "Minus"), text
		case strings.Trim(word, "_") == "" || !strings.ContainsFunc(text, func(r rune) bool { return r < 0x80 && (r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z') }):
			word = "Value" + strconv.Itoa(i+1)
		}
		if !strings.HasPrefix(word, typeName) {
			word = typeName + word
		}
		taken[word]++
		if n := taken[word]; n > 1 {
			word += "_" + strconv.Itoa(n)
		}
		list = append(list, Constant{word, literal})
	}
	slices.SortFunc(list, func(a, b Constant) int { return cmp.Compare(a.Name, b.Name) })
	return list
}
