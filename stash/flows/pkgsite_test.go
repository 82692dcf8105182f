package flows_test

import (
	"bytes"
	"go/ast"
	"go/doc"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// pkg.go.dev shows the whole file of an example only if go/doc finds one more declaration in it than the example.
// go/doc does not count methods.
func TestPkgsiteShowsTheCodeOfEveryFlow(t *testing.T) {
	paths, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, path := range paths {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		examples, hidden := unseen(t, string(source))
		if shown += examples; len(hidden) != 0 {
			t.Errorf("%s: pkg.go.dev does not show %q. Declare a function, type or constant beside the methods.", path, hidden)
		}
	}
	if shown < 19 {
		t.Errorf("%d examples were looked at", shown)
	}
	const methods = "package flows_test\ntype own int\nfunc (o own) sell() {}\nfunc Example_sale() { own(1).sell() }\n"
	if _, hidden := unseen(t, methods); len(hidden) != 0 {
		t.Errorf("a whole example hides %q", hidden)
	}
	if _, hidden := unseen(t, strings.Replace(methods, "type own int\n", "", 1)); !slices.Equal(hidden, []string{"sell"}) {
		t.Errorf("an example beside nothing but a method hides %q", hidden)
	}
}

// unseen returns the number of examples in a file, and the functions that the file declares and the examples' pages lack.
func unseen(t *testing.T, source string) (examples int, hidden []string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "", source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && !strings.HasPrefix(f.Name.Name, "Example") {
			declared[f.Name.Name] = true
		}
	}
	for _, example := range doc.Examples(file) {
		var page bytes.Buffer
		node := any(example.Code)
		if example.Play != nil {
			node = example.Play
		}
		if err := format.Node(&page, files, node); err != nil {
			t.Fatal(err)
		}
		for name := range declared {
			if example.Play == nil || !strings.Contains(page.String(), ") "+name+"(") && !strings.Contains(page.String(), "func "+name+"(") {
				hidden = append(hidden, name)
			}
		}
		examples++
	}
	slices.Sort(hidden)
	return examples, slices.Compact(hidden)
}
