package checks

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/internal/tools/generate/code"
	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// make generate knows every document under api, and refuses nothing in them.
func TestDocumentsKeepTheRules(t *testing.T) {
	paths, err := filepath.Glob("api/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	paths = slices.DeleteFunc(paths, func(path string) bool {
		return strings.HasSuffix(path, ".overlay.yaml") || strings.HasSuffix(path, ".gen.yaml")
	})
	var known []string
	for _, source := range code.Sources {
		known = append(known, filepath.FromSlash(source.Path))
	}
	slices.Sort(known)
	if !slices.Equal(paths, known) {
		t.Errorf("the documents are %q, and make generate reads %q", paths, known)
	}
	_, refusals, err := code.All(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, refusal := range refusals {
		t.Error(refusal)
	}
}

// broken applies the rules for the client's document to a text.
func broken(text string) (found []string) {
	document, refusals := rules.Load("api/shelves.yaml", []byte(text), "", rules.Client)
	if refusals == nil {
		refusals = document.Check()
	}
	for _, refusal := range refusals {
		found = append(found, refusal.String())
	}
	return found
}

// A good document broken in one place gives that one refusal, with its line.
func TestEveryConventionCanFail(t *testing.T) {
	good := readFile(t, filepath.Join("internal", "tools", "checks", "testdata", "document", "good.yaml"))
	if found := broken(good); len(found) > 0 {
		t.Fatalf("the good document breaks rules: %q", found)
	}
	for _, mistake := range []struct{ old, bad, complaint string }{
		{"summary: Reads a shelf.", "summary: Reads a shelf", ":8: GetShelf: the summary must be a sentence"},
		{"      description: One shelf.\n", "", ":8: GetShelf: there is no description"},
		{"x-stash-source: reference", "x-stash-source: rumour", ":8: GetShelf: x-stash-source must be one of"},
		{"      x-stash-source: guide\n      x-stash-seen: 2026-11\n", "      x-stash-source: guide\n", "ChangeShelf: x-stash-seen must be"},
		{"      x-stash-repeat: never\n", "", "ChangeShelf: x-stash-repeat must be one of"},
		{"x-stash-repeat: always", "x-stash-repeat: never", ":8: GetShelf: a GET changes nothing"},
		{"x-stash-repeat: never", "x-stash-repeat: sometimes", "ChangeShelf: x-stash-repeat must be one of"},
		{"      security: []\n", "", ":8: GetShelf: there is no security"},
		{"security-inferred: [hmac]", "security-inferred: [playerToken]", "ChangeShelf: x-stash-security-inferred names playerToken"},
		{"              example:\n                code: ab-1\n", "", "GetShelf: response 200 has no example"},
		{"            examples:\n              wooden:\n                value:\n                  code: ab-2\n", "", "ChangeShelf: the request body has no example"},
		{"        default:\n          description: The change failed.\n", "", "ChangeShelf: there is no default response"},
		{"          description: The shelf's id.\n", "", "GetShelf: path parameter id: there is no description"},
		{"      description: A shelf.\n", "", "Shelf: there is no description"},
		{"          description: Its code.\n", "", "Shelf.code: there is no description"},
		{"          $ref: '#/components/schemas/ShelfKind'\n", "          type: string\n          description: A kind.\n          enum: [WOOD, IRON]\n", "Shelf.kind: it is an object or enum without a name"},
		{"x-extensible-enum: [WOOD, STEEL]", "enum: [WOOD, STEEL]", "ShelfKind: Stash sends it, and may send other values later"},
		{"          additionalProperties:\n            type: string\n", "          properties:\n            a:\n              type: string\n              description: A.\n", "Shelf.labels: it is an object or enum without a name"},
		{"^[a-z]{2}-[0-9]+$", "^[[:alpha:]]{2}-[0-9]+$", "Shelf.code: the pattern ^[[:alpha:]]{2}-[0-9]+$ is not supported: [: in a class is read in two ways"},
		{"name: X-Stash-Api-Key", "name: X-Api-Key", "security scheme apiKey: its credential is sent in"},
		{"    playerToken:\n      type: http\n      scheme: bearer\n", "", "security scheme playertoken: internal/transport has it"},
		{"code: ab-1", "code: 1", "the document is not valid"},
	} {
		if n := strings.Count(good, mistake.old); n != 1 {
			t.Errorf("%q stands in the good document %d times; this test needs it once", mistake.old, n)
			continue
		}
		found := broken(strings.Replace(good, mistake.old, mistake.bad, 1))
		if len(found) != 1 || !strings.Contains(found[0], mistake.complaint) {
			t.Errorf("%q in place of %q gives %q, want only %q", mistake.bad, mistake.old, found, mistake.complaint)
		}
	}
}

// What cannot be read is refused with its line, too.
func TestDocumentThatCannotBeReadIsRefused(t *testing.T) {
	good, err := os.ReadFile(filepath.Join("internal", "tools", "checks", "testdata", "document", "good.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, mistake := range []struct{ old, bad, complaint string }{
		{"openapi: 3.0.3", "openapi: 3.1.0", `api/shelves.yaml:2: openapi is "3.1.0"; write the document in OpenAPI 3.0.3`},
		{"paths:\n", "paths:\n\t", "api/shelves.yaml:7: it is not YAML"},
		{"'#/components/schemas/ShelfKind'", "'#/components/schemas/Shelves'", "it cannot be read as OpenAPI 3.0"},
		{"'#/components/schemas/ShelfKind'", "'other.yaml#/Kind'", "$ref other.yaml#/Kind is in another file"},
		{"'#/components/schemas/ShelfKind'", "'#/paths/~1shelves'", "does not refer to an entry of components"},
	} {
		found := broken(strings.Replace(string(good), mistake.old, mistake.bad, 1))
		if len(found) != 1 || !strings.Contains(found[0], mistake.complaint) {
			t.Errorf("%q gives %q, want %q", mistake.bad, found, mistake.complaint)
		}
	}
}
