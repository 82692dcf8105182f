package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// packages compares the exported names of the packages that programs can import. Some of them are other names for
// types of internal packages, such as stash.Error; those are compared too.
func (c *checker) packages(old, root string) (found []string, err error) {
	printed, err := output(root, "go", "list", "-m")
	if err != nil {
		return nil, err
	}
	module := string(bytes.TrimSpace(printed))
	api := map[string]string{}
	for _, dir := range []string{old, root} {
		api[dir] = filepath.Join(filepath.Dir(old), strconv.Itoa(len(api))+".api")
		if _, err := output(dir, "go", "run", c.apidiff, "-m", "-w", api[dir], module); err != nil {
			return nil, err
		}
	}
	printed, err = output(root, "go", "run", c.apidiff, "-m", "-incompatible", "-allow-internal", api[old], api[root])
	if err != nil {
		return nil, err
	}
	aliased, err := aliases(old, module)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(printed)) {
		change, ok := strings.CutPrefix(strings.TrimSpace(line), "- ./")
		if ok && (!internal(change) || aliased.has(change)) {
			found = append(found, change)
		}
	}
	return found, nil
}

// names are of internal packages, as apidiff writes them: internal/transport.Error.
type names map[string]bool

// has reports whether a change is to one of the names or to a field or method of it. Methods stand there as
// internal/transport.(*Error).Is, or without the star and brackets.
func (n names) has(change string) bool {
	subject, _, _ := strings.Cut(change, ": ")
	pkg, rest, ok := strings.Cut(subject, ".")
	if !ok {
		return false // the package itself; names taken from it have lines of their own
	}
	name, _, _ := strings.Cut(strings.NewReplacer("(", "", "*", "", ")", "").Replace(rest), ".")
	return n[pkg+"."+name]
}

func internal(change string) bool { return strings.HasPrefix(change, "internal/") }

// aliases finds what the public packages of a checkout take over from internal ones: types by alias, and constants
// and variables by assignment.
func aliases(root, module string) (names, error) {
	found := names{}
	err := filepath.WalkDir(root, func(file string, entry os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "internal" || entry.Name() == "testdata" || entry.Name() == ".git"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		imported := map[string]string{} // by the name that the file uses
		for _, spec := range parsed.Imports {
			whole, _ := strconv.Unquote(spec.Path.Value)
			name := path.Base(whole)
			if spec.Name != nil {
				name = spec.Name.Name
			}
			if inside, ok := strings.CutPrefix(whole, module+"/"); ok && internal(inside) {
				imported[name] = inside
			}
		}
		take := func(expr ast.Expr) {
			if selector, ok := expr.(*ast.SelectorExpr); ok {
				if pkg, ok := selector.X.(*ast.Ident); ok && imported[pkg.Name] != "" {
					found[imported[pkg.Name]+"."+selector.Sel.Name] = true
				}
			}
		}
		for _, declaration := range parsed.Decls {
			group, ok := declaration.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range group.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					take(spec.Type)
				case *ast.ValueSpec:
					for _, value := range spec.Values {
						take(value)
					}
				}
			}
		}
		return nil
	})
	return found, err
}
