package checks

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Every package that programs can import, and every exported name in it, has a doc comment.
func TestExportedNamesAreDocumented(t *testing.T) {
	output, err := run(".", "go", "list", "-f", "{{.ImportPath}} {{.Dir}}", "./...")
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, output)
	}
	packages := 0
	for line := range strings.Lines(output) {
		path, dir, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.Contains(path+"/", "/internal/") {
			continue
		}
		packages++
		files := map[string]string{}
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			files[filepath.Base(name)] = readFile(t, name)
		}
		for _, name := range undocumented(t, path, files) {
			t.Errorf("%s: %s has no doc comment.", path, name)
		}
	}
	if packages < 4 {
		t.Errorf("only %d packages were looked at", packages)
	}
}

// undocumented returns the exported names of a package that have no doc comment, and the package if it has none.
func undocumented(t *testing.T, path string, files map[string]string) (found []string) {
	t.Helper()
	fset := token.NewFileSet()
	var parsed []*ast.File
	for name, text := range files {
		file, err := parser.ParseFile(fset, name, text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, "_test.go") {
			parsed = append(parsed, file)
		}
	}
	pkg, err := doc.NewFromFiles(fset, parsed, path)
	if err != nil {
		t.Fatal(err)
	}
	check := func(name, comment string) {
		if comment == "" {
			found = append(found, name)
		}
	}
	check("package "+pkg.Name, pkg.Doc)
	values := func(values []*doc.Value) {
		for _, value := range values {
			for _, spec := range value.Decl.Specs {
				spec := spec.(*ast.ValueSpec)
				for _, name := range spec.Names {
					if name.IsExported() {
						// The comment of a group is for all of it, as pkg.go.dev shows it.
						check(name.Name, value.Doc+spec.Doc.Text()+spec.Comment.Text())
					}
				}
			}
		}
	}
	funcs := func(prefix string, funcs []*doc.Func) {
		for _, f := range funcs {
			check(prefix+f.Name, f.Doc)
		}
	}
	values(pkg.Consts)
	values(pkg.Vars)
	funcs("", pkg.Funcs)
	for _, typ := range pkg.Types {
		check(typ.Name, typ.Doc)
		values(typ.Consts)
		values(typ.Vars)
		funcs("", typ.Funcs)
		funcs(typ.Name+".", typ.Methods)
	}
	slices.Sort(found)
	return found
}

func TestUndocumentedNamesAreFound(t *testing.T) {
	found := undocumented(t, "example.com/shelf", map[string]string{"shelf.go": `package shelf

type Shelf struct{}

func (Shelf) Add() {}

// Remove removes.
func (*Shelf) Remove() {}

func New() Shelf { return Shelf{} }

func hidden() {}

func Build() {}

const Size = 1

// Widths are known.
const (
	Wide   Width = 1
	Narrow Width = 2
)

// Width is how wide.
type Width int

const Broad Width = 3

var (
	A = 1 // is first
	B = 2
)
`, "shelf_test.go": "package shelf\n\nfunc TestNothing() {}\n"})
	if want := []string{"B", "Broad", "Build", "New", "Shelf", "Shelf.Add", "Size", "package shelf"}; !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
}
