package checks

import (
	"fmt"
	"math/rand"
	"regexp"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// part is one step of the patterns that wire.Match reads: a class or a plain character, and how often.
const part = `(\[\^?[^\\\[\]]+\]|[^\\^$.|?*+()\[\]{}])([*+?]|\{[0-9]+(?:,[0-9]*)?\})?`

var (
	simple = regexp.MustCompile(`^\^(?:` + part + `)*\$$`)
	parts  = regexp.MustCompile(part)
)

func patternsAreSimple(doc *openapi3.T) (found []string) {
	eachPattern(doc, func(where, pattern string) {
		if !simple.MatchString(pattern) {
			found = append(found, where+" has a pattern that is not ^, plain characters or classes with their counts, $: "+pattern)
		}
	})
	return found
}

// patternsMatchAsRegexpDoes tries wire.Match on texts that a pattern almost or quite describes. It gives nothing
// back, as a regular expression would, so a pattern can be simple and still mean something else to it.
func patternsMatchAsRegexpDoes(doc *openapi3.T) (found []string) {
	eachPattern(doc, func(where, pattern string) {
		if !simple.MatchString(pattern) {
			return // patternsAreSimple has found it
		}
		expression, err := regexp.Compile(pattern)
		if err != nil {
			found = append(found, where+" has a pattern that Go cannot read: "+err.Error())
			return
		}
		random := rand.New(rand.NewSource(1))
		for range 2000 {
			text := nearly(random, pattern)
			if got, want := wire.Match(pattern, text), expression.MatchString(text); got != want {
				found = append(found, fmt.Sprintf("%s has the pattern %s, which wire.Match reads otherwise than regexp: %q gives %v.", where, pattern, text, got))
				return
			}
		}
	})
	return found
}

func eachPattern(doc *openapi3.T, visit func(where, pattern string)) {
	eachSchema(doc, func(where string, ref *openapi3.SchemaRef, _ bool) {
		if ref.Ref == "" && ref.Value.Pattern != "" {
			visit(where, ref.Value.Pattern)
		}
	})
}

// nearly returns a text along the lines of a pattern: counts around their limits, characters from each class and
// from its edges, and now and then one that does not belong.
func nearly(random *rand.Rand, pattern string) string {
	var text strings.Builder
	for _, step := range parts.FindAllStringSubmatch(pattern, -1) {
		members := []rune(strings.Trim(step[1], "[]^"))
		for range count(random, step[2]) {
			member := members[random.Intn(len(members))]
			switch random.Intn(8) {
			case 0:
				member += rune(random.Intn(3) - 1)
			case 1:
				member = []rune("aZ09 .:-_\n€")[random.Intn(11)]
			case 2, 3, 4: // somewhere within the range, where the class is one
				member = members[0] + rune(random.Intn(int(max(members[len(members)-1]-members[0], 0))+1))
			}
			text.WriteRune(member)
		}
	}
	if random.Intn(8) == 0 {
		text.WriteString("\n")
	}
	return text.String()
}

func count(random *rand.Rand, quantifier string) int {
	switch {
	case quantifier == "":
		if random.Intn(10) == 0 {
			return random.Intn(3)
		}
		return 1
	case quantifier[0] == '{':
		least, _ := strconv.Atoi(strings.FieldsFunc(quantifier, func(r rune) bool { return r == '{' || r == ',' || r == '}' })[0])
		return max(0, least+random.Intn(4)-1)
	}
	return random.Intn(4)
}
