package seed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
)

// document is a contract of its own: a shape changes it.
var document = sync.OnceValues(func() (*contract.Shape, error) {
	rules, err := contract.Load(api.OpenAPI)
	if err != nil {
		return nil, err
	}
	return rules.ShapeOf(
		contract.Part{Operation: "ListProducts", Property: "products"},
		contract.Part{Operation: "ListPlans", Property: "plans"},
		contract.Part{Operation: "GetPrices", Property: "prices"},
		contract.Part{Operation: "GetLoyalty", Property: "activeCampaign"},
	)
})

// mostBytes is the longest seed: about a hundred thousand lines. Reading takes some hundred times as much memory.
const mostBytes = 4 << 20

// Read parses a seed. It returns an error if the seed breaks the document or the shop's rules.
func Read(data []byte) (*Seed, error) {
	if len(data) > mostBytes {
		return nil, fmt.Errorf("stashtest: the seed has %d bytes, and %d at most are allowed; add large numbers of products by calls", len(data), mostBytes)
	}
	root, err := parse(data)
	if err != nil || root == nil {
		return &Seed{}, err
	}
	shape, err := document()
	if err != nil {
		return nil, err
	}
	text := source{places: map[string]place{}}
	value := text.value("", root.Line, root)
	if len(text.wrong) > 0 {
		return nil, text.error(text.wrong)
	}
	value = shape.Fit(value)
	if wrong := shape.Check(value); len(wrong) > 0 {
		return nil, text.error(wrong)
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	read := new(Seed)
	if err := json.Unmarshal(encoded, read); err != nil {
		return nil, fmt.Errorf("stashtest: the seed cannot be read: %w", err)
	}
	if wrong := read.check(); len(wrong) > 0 {
		return nil, text.error(wrong)
	}
	return read, nil
}

// Error is a mistake in a seed.
type Error struct {
	Line   int    // counted from 1
	Reason string // begins with the field, if one is at fault
}

// Error names the line and the reason.
func (e *Error) Error() string {
	return fmt.Sprintf("stashtest: the seed's line %d: %s", e.Line, e.Reason)
}

// parse returns the content of the only YAML document in a text, or nil when it is empty.
func parse(data []byte) (*yaml.Node, error) {
	if line := strayMark(data); line > 0 {
		return nil, &Error{line, "begins with a byte order mark (U+FEFF), which is invisible; remove it"}
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var first, second yaml.Node
	switch err := loader.Load(&first); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, notYAML(data, err)
	}
	switch err := loader.Load(&second); {
	case err == nil:
		return nil, &Error{second.Line, "begins a second YAML document; keep one"}
	case !errors.Is(err, io.EOF):
		return nil, notYAML(data, err)
	}
	if len(first.Content) == 0 || first.Content[0].ShortTag() == "!!null" {
		return nil, nil
	}
	return first.Content[0], nil
}

// source maps a seed's values to their lines.
type source struct {
	places map[string]place // by path
	wrong  []contract.Violation
}

// place is the line of a value. A field's line is the line of its name, because people look for the name.
type place struct {
	line int
	text string // as written; empty for a list or an object
}

// value converts a node to JSON. It refuses YAML features that JSON does not have.
func (t *source) value(path string, line int, node *yaml.Node) any {
	t.places[path] = place{line: line}
	switch node.Kind {
	case yaml.MappingNode:
		return t.object(path, node)
	case yaml.SequenceNode:
		list := make([]any, len(node.Content))
		for i, each := range node.Content {
			list[i] = t.value(fmt.Sprintf("%s[%d]", path, i), each.Line, each)
		}
		return list
	case yaml.ScalarNode:
		t.places[path] = place{line, node.Value}
		value, ok := scalar(node)
		if !ok {
			t.refuse(path, "must be a number in plain digits, or a text in quotes")
		}
		return value
	}
	t.refuse(path, "is an alias; write it out")
	return nil
}

func (t *source) object(path string, node *yaml.Node) map[string]any {
	object := map[string]any{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name := node.Content[i]
		at := contract.Below(path, name.Value)
		if _, twice := object[name.Value]; twice || name.Kind != yaml.ScalarNode || name.ShortTag() == "!!merge" {
			t.places[at] = place{line: name.Line}
			t.refuse(at, "a field's name must be a text, and stand once")
			continue
		}
		object[name.Value] = t.value(at, name.Line, node.Content[i+1])
	}
	return object
}

func (t *source) refuse(path, reason string) {
	t.wrong = append(t.wrong, contract.Violation{Field: path, Reason: reason})
}

func scalar(node *yaml.Node) (value any, ok bool) {
	switch node.ShortTag() {
	case "!!str", "!!timestamp":
		return node.Value, true
	case "!!null":
		return nil, true
	case "!!bool":
		return strings.EqualFold(node.Value, "true"), true
	case "!!int", "!!float":
		return json.Number(node.Value), json.Valid([]byte(node.Value))
	}
	return nil, false
}

// error returns the first mistake in the text.
func (t *source) error(wrong []contract.Violation) error {
	slices.SortStableFunc(wrong, func(a, b contract.Violation) int { return cmp.Compare(t.line(a.Field), t.line(b.Field)) })
	first, more := wrong[0], ""
	if n := len(wrong) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more)", n)
	}
	first.Reason = t.plainly(first)
	return &Error{Line: t.line(first.Field), Reason: first.String() + more}
}

// line returns the line of a field, or of the object that lacks it.
func (t *source) line(path string) int {
	for path != "" {
		if at, ok := t.places[path]; ok {
			return at.line
		}
		path = path[:max(strings.LastIndexByte(path, '.'), strings.LastIndexByte(path, '['), 0)]
	}
	return t.places[""].line
}

// decimals matches an amount in major units, which people often write instead of minor units.
var decimals = regexp.MustCompile(`^[0-9]+[.,][0-9]+$`)

// plainly rewords a validator's message and adds the value.
func (t *source) plainly(v contract.Violation) string {
	reason := v.Reason
	switch {
	case strings.Contains(reason, `format "date-time"`):
		reason = "is not a time such as 2026-01-31T08:00:00Z"
	case strings.Contains(reason, `string doesn't match the format "int64"`):
		reason = "must be a whole number"
	case strings.HasSuffix(reason, "is missing"):
		return "is missing"
	case reason == "Value is not nullable":
		return "has no value; give it one, or leave it out"
	}
	text := t.places[v.Field].text
	if text == "" {
		return reason
	}
	reason += fmt.Sprintf(", and is %.60q", text)
	if decimals.MatchString(text) {
		reason += "; write amounts in minor units, as 499 for 4.99"
	}
	return reason
}
