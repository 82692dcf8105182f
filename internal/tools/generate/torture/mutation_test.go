package torture

import (
	"fmt"
	"math/rand"
	"os"
	"strings"
	"testing"

	yaml3 "gopkg.in/yaml.v3"

	"github.com/stash-sdk/stash-go/internal/tools/generate/code"
)

// Documents with several mistakes in them, as edits leave behind, are refused, or become code that compiles. make slow
// tries a thousand of them.
func TestMutatedDocumentsAreRefusedOrCompile(t *testing.T) {
	runs := 40
	if os.Getenv("STASH_SLOW") != "" {
		runs = 1000
	}
	compiler := newChecker(t)
	refused, made := 0, 0
	for seed := range int64(runs) {
		text := mutant(t, rand.New(rand.NewSource(seed)))
		files, refusals, err := code.Bare(".", client(), text)
		switch {
		case err != nil:
			t.Errorf("seed %d: %v\n%s", seed, err, text)
		case len(refusals) > 0:
			refused++
			for _, refusal := range refusals {
				if s := refusal.String(); !strings.HasPrefix(s, "api/openapi.yaml") || strings.Contains(s, "%!") || strings.Contains(s, "the generator cannot make code of it") {
					t.Errorf("seed %d is refused by %q\n%s", seed, s, text)
				}
			}
		default:
			made++
			if err := compiler.check(files); err != nil {
				t.Errorf("seed %d becomes code that does not compile: %v\n%s", seed, err, text)
			}
		}
	}
	t.Logf("%d documents: %d compile, %d are refused", runs, made, refused)
	if made < runs/10 || refused < runs/10 {
		t.Errorf("of %d documents %d compile and %d are refused, so that this shows little", runs, made, refused)
	}
}

// mutant is a document of some constructs, changed in a few places.
func mutant(t *testing.T, random *rand.Rand) []byte {
	t.Helper()
	some := map[int]construct{}
	for range 1 + random.Intn(4) {
		n := random.Intn(len(constructs))
		for constructs[n].refused != "" && random.Intn(8) > 0 { // mostly such as work
			n = random.Intn(len(constructs))
		}
		if !strings.Contains(constructs[n].text, "document:") {
			some[n] = constructs[n]
		}
	}
	var root yaml3.Node
	if err := yaml3.Unmarshal(document(t, base, some), &root); err != nil {
		t.Fatal(err)
	}
	for range random.Intn(4) {
		change(random, &root)
	}
	text, err := yaml3.Marshal(&root)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// words are what a change may write: keywords and values of OpenAPI, and names that are trouble in Go.
var words = strings.Fields(`string integer number boolean array object date-time int64 int32 byte binary uuid email true false null 0 1 -1 0.5 20
	query header path form deepObject simple 200 201 204 2XX default application/json text/plain type func ctx query Client Validate a_b a-b x x-y id name
	^[a-z]+$ ^\d+$ GET 9007199254740993 日本 1a _ $ref`)

// keys are what a change may add to a mapping, with a value of their kind.
var keys = []string{
	"nullable: true", "readOnly: true", "writeOnly: true", "deprecated: true", "minLength: 1", "maxLength: 3", "pattern: '^[a-z]+$'", "minimum: 1", "maximum: 9.5",
	"exclusiveMinimum: true", "multipleOf: 2", "minItems: 1", "maxItems: 2", "uniqueItems: true", "minProperties: 1", "maxProperties: 2", "format: date-time", "format: int64",
	"format: byte", "enum: [a, b]", "enum: [1, 2]", "default: true", "default: 5", "default: a", "required: [x]", "required: [id]", "additionalProperties: true",
	"additionalProperties: {type: string}", "items: {type: string}", "properties: {x: {type: integer}}", "properties: {type: {type: string}, a_b: {type: string}, aB: {type: string}}",
	"allOf: [{type: object, properties: {q: {type: string}}}]", "oneOf: [{type: string}, {type: integer}]", "not: {type: string}", "style: deepObject", "explode: true", "explode: false",
	"allowReserved: true", "in: header", "in: query", "in: path", "required: true", "security: [{apiKey: []}]", "security: [{apiKey: [], hmac: []}]", "type: object", "type: string",
	"type: array", "type: integer", "type: number", "type: boolean", "x-stash-repeat: never", "x-stash-exactly-one-of: [id, name]", "x-stash-must-have: [id]", "x-go-type: json.RawMessage",
	"operationId: Same", "servers: [{url: /x}]", "callbacks: {}", "title: A", "example: a", "content: {application/json: {schema: {type: string}}}", "content: {text/plain: {schema: {type: string}}}",
}

// change changes a random place: it takes a key out, adds one, writes another value, or moves what stands somewhere else.
func change(random *rand.Rand, root *yaml3.Node) {
	var all []*yaml3.Node
	var collect func(node *yaml3.Node)
	collect = func(node *yaml3.Node) {
		all = append(all, node)
		for _, inner := range node.Content {
			collect(inner)
		}
	}
	collect(root)
	node := all[random.Intn(len(all))]
	switch {
	case node.Kind == yaml3.ScalarNode && random.Intn(3) > 0:
		*node = yaml3.Node{Kind: yaml3.ScalarNode, Value: words[random.Intn(len(words))]}
	case node.Kind == yaml3.ScalarNode:
		node.Value += fmt.Sprint(random.Intn(3))
	case node.Kind == yaml3.MappingNode && random.Intn(3) == 0 && len(node.Content) > 0:
		at := random.Intn(len(node.Content)/2) * 2
		node.Content = append(node.Content[:at:at], node.Content[at+2:]...)
	case node.Kind == yaml3.MappingNode && random.Intn(4) > 0:
		var added yaml3.Node
		if err := yaml3.Unmarshal([]byte(keys[random.Intn(len(keys))]), &added); err != nil {
			panic(err)
		}
		put(node, added.Content[0].Content[0], added.Content[0].Content[1])
	case node.Kind == yaml3.MappingNode && len(node.Content) > 0:
		if other := all[random.Intn(len(all))]; other.Kind == yaml3.MappingNode && len(other.Content) > 0 && !within(other, node) {
			node.Content[random.Intn(len(node.Content)/2)*2+1] = other
		}
	}
}

// put sets a key of a mapping.
func put(node, key, value *yaml3.Node) {
	for i := 0; i < len(node.Content); i += 2 {
		if node.Content[i].Value == key.Value {
			node.Content[i+1] = value
			return
		}
	}
	node.Content = append(node.Content, key, value)
}

// within reports whether a node has another one in it.
func within(node, other *yaml3.Node) bool {
	if node == other {
		return true
	}
	for _, inner := range node.Content {
		if within(inner, other) {
			return true
		}
	}
	return false
}
