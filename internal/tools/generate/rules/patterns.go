package rules

import (
	"math/rand"
	"regexp"
	"strconv"
	"strings"

	"github.com/stash-sdk/stash-go/internal/wire"
)

var patternParts = regexp.MustCompile(patternPart)

// differs tries wire.Match on texts that a pattern almost or quite describes. It gives nothing back, as a regular
// expression would, so a pattern can be simple and still mean something else to it.
func differs(pattern string) (text string, differs bool) {
	expression, err := regexp.Compile(pattern)
	if err != nil {
		return pattern, true
	}
	random := rand.New(rand.NewSource(1))
	for range 2000 {
		text := nearly(random, pattern)
		if wire.Match(pattern, text) != expression.MatchString(text) {
			return text, true
		}
	}
	return "", false
}

// nearly returns a text along the lines of a pattern: counts around their limits, characters from each class and
// from its edges, and now and then one that does not belong.
func nearly(random *rand.Rand, pattern string) string {
	var text strings.Builder
	for _, step := range patternParts.FindAllStringSubmatch(pattern, -1) {
		members := []rune(strings.Trim(step[1], "[]^"))
		for range repetitions(random, step[2]) {
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

func repetitions(random *rand.Rand, quantifier string) int {
	switch {
	case quantifier == "":
		if random.Intn(10) == 0 {
			return random.Intn(3)
		}
		return 1
	case quantifier[0] == '{':
		least, _ := strconv.Atoi(strings.FieldsFunc(quantifier, func(r rune) bool { return r == '{' || r == ',' || r == '}' })[0])
		return max(0, min(least, 1000)+random.Intn(4)-1)
	}
	return random.Intn(4)
}
