package code

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// taken lists the Go names that a document's types and operations must not have: those that the templates write, and
// those of the code by hand in the package that users import. Methods of its Client are written Client.Name.
func taken(root string, source Source, s settings) (map[string]string, error) {
	names := map[string]string{}
	if path, ok := s.OutputOptions.UserTemplates["client.tmpl"]; ok {
		template, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(template)) {
			if name, ok := declared(line); ok {
				names[name] = "a name that the template for " + s.Output + " writes"
			}
		}
	}
	entries, err := os.ReadDir(filepath.Join(root, source.Hand))
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".gen.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, source.Hand, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, declaration := range file.Decls {
			for _, name := range namesOf(declaration, source.Kind) {
				if names[name] == "" {
					names[name] = "a declaration in package " + source.Hand
				}
			}
		}
	}
	return names, nil
}

// declared finds the name in a template's line that begins a declaration.
func declared(line string) (string, bool) {
	for _, word := range []string{"type ", "func ", "var ", "const "} {
		rest, ok := strings.CutPrefix(line, word)
		if !ok || strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "{{") {
			continue
		}
		end := strings.IndexFunc(rest, func(r rune) bool {
			return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		})
		if end > 0 && !strings.HasPrefix(rest[end:], "{{") {
			return rest[:end], true
		}
	}
	return "", false
}

func namesOf(declaration ast.Decl, kind rules.Kind) (names []string) {
	switch d := declaration.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return []string{d.Name.Name}
		}
		if star, ok := d.Recv.List[0].Type.(*ast.StarExpr); ok && kind == rules.Client {
			if of, ok := star.X.(*ast.Ident); ok && of.Name == "Client" {
				return []string{"Client." + d.Name.Name}
			}
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, name := range s.Names {
					names = append(names, name.Name)
				}
			}
		}
	}
	return names
}
