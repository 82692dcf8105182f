package checks

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// An operation whose source is Stash's reference or definitions has every field that testdata/fields.txt lists for it.
func TestPublishedFieldsAreThere(t *testing.T) {
	list := readFile(t, filepath.Join("internal", "tools", "checks", "testdata", "fields.txt"))
	for _, sentence := range missingFields(t, list, readFile(t, filepath.Join("api", "openapi.yaml"))) {
		t.Error(sentence)
	}
}

// published is a line of the list: names of fields in an operation's request, response or query.
type published struct {
	operation string
	side      string // request, response or query
	path      string // of the object that has the fields; empty for the body itself
	names     []string
}

// parseFields reads the list: a line with an operation's name, then indented lines with names of fields.
func parseFields(t *testing.T, list string) (lines []published) {
	t.Helper()
	operation := ""
	for line := range strings.Lines(list) {
		text := strings.TrimSpace(line)
		switch {
		case text == "" || text[0] == '#':
		case !strings.HasPrefix(line, " "):
			operation = text
		default:
			where, names, ok := strings.Cut(text, ": ")
			side, path, _ := strings.Cut(where, " ")
			if !ok || !slices.Contains([]string{"request", "response", "query"}, side) {
				t.Fatalf("the list has a line that cannot be read: %s", text)
			}
			lines = append(lines, published{operation, side, path, strings.Fields(names)})
		}
	}
	return lines
}

func missingFields(t *testing.T, list, document string) (found []string) {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	operations := map[string]*openapi3.Operation{}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			operations[op.OperationID] = op
		}
	}
	listed := map[string]bool{}
	for _, line := range parseFields(t, list) {
		listed[line.operation] = true
		op := operations[line.operation]
		if op == nil {
			found = append(found, line.operation+" is published, and the document does not have it.")
			continue
		}
		for _, name := range line.names {
			if !line.in(op, name) {
				found = append(found, strings.TrimSpace(fmt.Sprintf("%s lacks %s in its %s %s", line.operation, name, line.side, line.path))+".")
			}
		}
	}
	for name, op := range operations {
		source := fmt.Sprint(op.Extensions["x-stash-source"])
		if !listed[name] && (source == "reference" || source == "definitions") {
			found = append(found, name+" is marked x-stash-source: "+source+", and its fields are not in the list.")
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// in reports whether an operation has a field in the place that the line names.
func (p published) in(op *openapi3.Operation, name string) bool {
	if p.side == "query" {
		return op.Parameters.GetByInAndName("query", name) != nil
	}
	content := openapi3.Content{}
	switch {
	case p.side == "request" && op.RequestBody != nil:
		content = op.RequestBody.Value.Content
	case p.side == "response" && op.Responses.Value("200") != nil:
		content = op.Responses.Value("200").Value.Content
	}
	media := content.Get("application/json")
	if media == nil {
		return false
	}
	object := elementOf(media.Schema)
	for _, step := range strings.FieldsFunc(p.path, func(r rune) bool { return r == '.' }) {
		if object == nil {
			return false
		}
		object = elementOf(object.Value.Properties[step])
	}
	return object != nil && object.Value.Properties[name] != nil
}

// elementOf is the object in a list, or the object itself.
func elementOf(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	for ref != nil && ref.Value.Items != nil {
		ref = ref.Value.Items
	}
	return ref
}

func TestMissingFieldsAreFound(t *testing.T) {
	document := readFile(t, filepath.Join("internal", "tools", "checks", "testdata", "document", "good.yaml"))
	const good = `# A list.
GetShelf
  response: code kind
ChangeShelf
  request: code labels
`
	if found := missingFields(t, good, document); len(found) > 0 {
		t.Errorf("a list that the document keeps gives %q", found)
	}
	for _, wrong := range []struct{ old, bad, complaint string }{
		{"code kind", "code kind colour", "GetShelf lacks colour in its response."},
		{"code labels", "code labels.wood colour", "ChangeShelf lacks colour in its request."},
		{"  response: code kind\n", "  response: code\n  response kind.of: wood\n", "GetShelf lacks wood in its response kind.of."},
		{"  response: code kind\n", "  query: depth\n", "GetShelf lacks depth in its query."},
		{"  response: code kind\n", "  request: code\n", "GetShelf lacks code in its request."},
		{"ChangeShelf\n", "BurnShelf\n", "BurnShelf is published, and the document does not have it."},
		{"GetShelf\n  response: code kind\n", "", "GetShelf is marked x-stash-source: reference, and its fields are not in the list."},
	} {
		found := missingFields(t, strings.Replace(good, wrong.old, wrong.bad, 1), document)
		if !slices.Contains(found, wrong.complaint) {
			t.Errorf("%q in place of %q gives %q, want %q", wrong.bad, wrong.old, found, wrong.complaint)
		}
	}
}
