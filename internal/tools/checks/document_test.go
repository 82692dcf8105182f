package checks

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stash-sdk/stash-go/internal/contract"
)

// Each document under api is valid, with its examples, and keeps our rules.
func TestDocumentsKeepTheRules(t *testing.T) {
	paths, err := filepath.Glob("api/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	paths = slices.DeleteFunc(paths, func(path string) bool {
		return strings.HasSuffix(path, ".overlay.yaml") || strings.HasSuffix(path, ".gen.yaml")
	})
	if !slices.Contains(paths, filepath.Join("api", "openapi.yaml")) {
		t.Fatalf("api/openapi.yaml is not among the documents %q", paths)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			rules := everyDocument
			if filepath.Base(path) == "openapi.yaml" {
				rules = slices.Concat(everyDocument, clientDocument)
			}
			for _, sentence := range broken(t, string(text), rules) {
				t.Error(sentence)
			}
		})
	}
}

// broken applies rules to a document as it is written.
func broken(t *testing.T, text string, rules []rule) []string {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, rule := range rules {
		found = append(found, rule(doc)...)
	}
	if _, err := contract.Load([]byte(text)); err != nil {
		found = append(found, err.Error())
	}
	slices.Sort(found)
	return found
}

// A good document broken in one place gives that one complaint.
func TestEveryRuleCanFail(t *testing.T) {
	good := readFile(t, filepath.Join("internal", "tools", "checks", "testdata", "document", "good.yaml"))
	rules := slices.Concat(everyDocument, clientDocument)
	if found := broken(t, good, rules); len(found) > 0 {
		t.Fatalf("the good document breaks rules: %q", found)
	}
	for _, mistake := range []struct{ old, bad, complaint string }{
		{"summary: Reads a shelf.", "summary: Reads a shelf", "GetShelf has a summary that is no sentence"},
		{"      description: One shelf.\n", "", "GetShelf has no description."},
		{"x-stash-source: reference", "x-stash-source: rumour", "GetShelf needs x-stash-source"},
		{"      x-stash-source: guide\n      x-stash-seen: 2026-11\n", "      x-stash-source: guide\n", "ChangeShelf needs x-stash-seen"},
		{"      x-stash-repeat: always\n", "", "GetShelf needs x-stash-repeat"},
		{"x-stash-repeat: always", "x-stash-repeat: never", "GetShelf is a read"},
		{"x-stash-repeat: never", "x-stash-repeat: sometimes", "ChangeShelf needs x-stash-repeat"},
		{"      security: []\n", "", "GetShelf names no security"},
		{"security-inferred: [hmac]", "security-inferred: [playerToken]", "ChangeShelf infers the security playerToken"},
		{"              example:\n                code: ab-1\n", "", "GetShelf has no example of its 200 response."},
		{"            examples:\n              wooden:\n                value:\n                  code: ab-2\n", "", "ChangeShelf has no example of its request."},
		{"        default:\n          description: The change failed.\n", "", "ChangeShelf has no default response."},
		{"          description: The shelf's id.\n", "", "GetShelf has a parameter without a description: id."},
		{"      description: A shelf.\n", "", "Shelf has no description."},
		{"          description: Its code.\n", "", "Shelf.code has no description."},
		{"          $ref: '#/components/schemas/ShelfKind'\n", "          type: string\n          description: A kind.\n          enum: [WOOD, IRON]\n", "Shelf.kind is an object or enum without a name"},
		{"          additionalProperties:\n            type: string\n", "          properties:\n            a:\n              type: string\n              description: A.\n", "Shelf.labels is an object or enum without a name"},
		{"^[a-z]{2}-[0-9]+$", "'^[a-z]{2}-\\d+$'", "Shelf.code has a pattern that is not"},
		{"^[a-z]{2}-[0-9]+$", "^[a-z-]*-[0-9]+$", "which wire.Match reads otherwise than regexp"},
		{"name: X-Stash-Api-Key", "name: X-Api-Key", "The security scheme apiKey has the header"},
		{"    playerToken:\n      type: http\n      scheme: bearer\n", "", "security scheme playertoken is not in the document"},
		{"code: ab-1", "code: 1", "the document is not valid"},
	} {
		if n := strings.Count(good, mistake.old); n != 1 {
			t.Errorf("%q stands in the good document %d times; this test needs it once", mistake.old, n)
			continue
		}
		found := broken(t, strings.Replace(good, mistake.old, mistake.bad, 1), rules)
		if len(found) != 1 || !strings.Contains(found[0], mistake.complaint) {
			t.Errorf("%q in place of %q gives %q, want %q alone", mistake.bad, mistake.old, found, mistake.complaint)
		}
	}
}
