package torture

import (
	"maps"
	"strings"
	"testing"

	yaml3 "gopkg.in/yaml.v3"
)

// construct is one way to write something in OpenAPI, and what becomes of it: it works on the wire, or make generate
// refuses it.
type construct struct {
	name string
	// what is put into an operation of its own: keys of the operation, and path, method, item (keys of the path), schemas,
	// components and document (keys of those). OP stands for the operation's name, which is another one in every case.
	text string
	// refused is the sentence that refuses it; empty where it works.
	refused string

	call   string // Go, of a client c, with a context ctx, that returns a result and an error
	sent   string // what the server gets: GET /t/OP?limit=1, then headers after a | each, then the body after two
	answer string // what the server says, as status, type and body with a | between; by default 200 and {"id":"a"}
	got    string // the result as JSON; by default {"id":"a"}. What the error says after "error: "
}

// fill puts a construct's name in place of OP.
func (c construct) fill(text string, n int) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "OP", operationName(n)), operationName(n)+"TIONS", "OPTIONS")
}

func operationName(n int) string {
	return "Case" + string(rune('A'+n/26/26)) + string(rune('A'+n/26%26)) + string(rune('A'+n%26))
}

// into puts a construct into a document.
func (c construct) into(t *testing.T, document map[string]any, n int) {
	t.Helper()
	var keys map[string]any
	if err := yaml3.Unmarshal([]byte(c.fill(c.text, n)), &keys); err != nil {
		t.Fatalf("%s: %v", c.name, err)
	}
	id := operationName(n)
	take := func(key string, otherwise any) any {
		value, ok := keys[key]
		if !ok {
			return otherwise
		}
		delete(keys, key)
		return value
	}
	path, method := take("path", "/t/"+id).(string), take("method", "get").(string)
	object := func(key string) map[string]any { m, _ := take(key, map[string]any{}).(map[string]any); return m }
	item, schemas, components, top := object("item"), object("schemas"), object("components"), object("document")

	repeat := "never"
	if method == "get" {
		repeat = "always"
	}
	op := map[string]any{
		"operationId": id, "summary": "Does " + id + ".", "description": "A construct: " + c.name + ".", "security": []any{},
		"x-stash-repeat": repeat, "x-stash-source": "inferred", "x-stash-seen": "2026-11",
		"responses": map[string]any{"200": map[string]any{"description": "It is done.", "content": map[string]any{
			"application/json": map[string]any{"schema": map[string]any{"$ref": "#/components/schemas/" + id + "Answer"}}}}},
	}
	if _, ok := keys["responses"]; !ok {
		schemas[id+"Answer"] = map[string]any{"type": "object", "properties": map[string]any{"id": map[string]any{"type": "string"}}}
	}
	maps.Copy(op, keys)
	item[method] = op
	merge(document, map[string]any{"paths": map[string]any{path: item}, "components": map[string]any{"schemas": schemas}})
	merge(document, map[string]any{"components": components})
	merge(document, top)
}

// merge puts one tree over another.
func merge(into, from map[string]any) {
	for key, value := range from {
		old, isMap := into[key].(map[string]any)
		if fresh, ok := value.(map[string]any); ok && isMap {
			merge(old, fresh)
			continue
		}
		into[key] = value
	}
}

// base is a document without operations.
const base = `
openapi: 3.0.3
info: {title: Constructs, version: 0.1.0}
servers: [{url: https://constructs.example.com, description: Production}]
security: []
paths: {}
components:
  securitySchemes:
    apiKey: {type: apiKey, in: header, name: X-Stash-Api-Key}
    hmac: {type: apiKey, in: header, name: x-stash-hmac-signature}
    legacyHmac: {type: apiKey, in: header, name: stash-hmac-signature}
    playerToken: {type: http, scheme: bearer}
  schemas: {}
`

// document is a text with a construct in it, or with several.
func document(t *testing.T, of string, cases map[int]construct) []byte {
	t.Helper()
	var tree map[string]any
	if err := yaml3.Unmarshal([]byte(of), &tree); err != nil {
		t.Fatal(err)
	}
	for n, c := range cases {
		c.into(t, tree, n)
	}
	text, err := yaml3.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
