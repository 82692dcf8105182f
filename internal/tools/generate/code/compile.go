package code

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// Compile builds and vets the packages of the generated files beside the code by hand, in place of the files that are
// there. It returns a refusal for each thing that does not compile, by what it is made of.
func Compile(root string, files []File) ([]rules.Refusal, error) {
	dir, err := os.MkdirTemp("", "generate")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	overlay, packages, err := layOver(root, dir, files)
	if err != nil {
		return nil, err
	}
	for _, args := range [][]string{
		append([]string{"build", "-overlay", overlay}, packages...),
		append([]string{"vet", "-overlay", overlay}, slices.DeleteFunc(packages, func(p string) bool { return !strings.HasPrefix(p, "./gen") })...),
	} {
		cmd := exec.Command("go", args...)
		cmd.Dir = root
		if output, err := cmd.CombinedOutput(); err != nil {
			return blame(root, dir, files, string(output))
		}
	}
	return nil, nil
}

// layOver writes the files to a folder, and a file for the go command that says in place of which they stand.
func layOver(root, dir string, files []File) (overlay string, packages []string, err error) {
	root, err = filepath.Abs(root)
	if err != nil {
		return "", nil, err
	}
	replace := map[string]string{}
	for i, file := range files {
		at := filepath.Join(dir, strconv.Itoa(i)+".go")
		if err := os.WriteFile(at, []byte(file.Text), 0o644); err != nil {
			return "", nil, err
		}
		replace[filepath.Join(root, filepath.FromSlash(file.Path))] = at
		packages = append(packages, "./"+filepath.ToSlash(filepath.Dir(file.Path)))
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", nil, err
	}
	overlay = filepath.Join(dir, "overlay.json")
	return overlay, packages, os.WriteFile(overlay, text, 0o644)
}

var complaint = regexp.MustCompile(`(?m)^(?:vet: )?(\S+\.go):(\d+)(?::\d+)?: (.*)$`)

// blame finds what in the documents the lines with errors belong to.
func blame(root, dir string, files []File, output string) ([]rules.Refusal, error) {
	var refusals []rules.Refusal
	for _, found := range complaint.FindAllStringSubmatch(output, -1) {
		line, _ := strconv.Atoi(found[2])
		file := fileOf(root, dir, files, found[1])
		if file == nil {
			refusals = append(refusals, rules.Refusal{Path: found[1], Line: line, What: "code by hand does not fit the documents any more (" + found[3] + "); change it, or what it names in the document"})
			continue
		}
		refusals = append(refusals, file.Document.Place(declarationAt(file.Text, line), found[3]))
	}
	if refusals == nil {
		return nil, fmt.Errorf("the generated code does not compile:\n%s", bytes.TrimSpace([]byte(output)))
	}
	return slices.Compact(refusals), nil
}

// fileOf finds a generated file by what the go command calls it: its own path, or that of the text in its place.
func fileOf(root, dir string, files []File, name string) *File {
	if !filepath.IsAbs(name) {
		name = filepath.Join(root, name)
	}
	for i := range files {
		if name == filepath.Join(root, filepath.FromSlash(files[i].Path)) || name == filepath.Join(dir, strconv.Itoa(i)+".go") {
			return &files[i]
		}
	}
	return nil
}

// declarationAt returns the name that the declaration on a line has, without what the templates put before and after.
func declarationAt(text string, line int) string {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		return ""
	}
	for _, d := range file.Decls {
		if fset.Position(d.Pos()).Line > line || fset.Position(d.End()).Line < line {
			continue
		}
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || receiver(d) == "Client" {
				return d.Name.Name
			}
			return receiver(d)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if fset.Position(spec.Pos()).Line > line || fset.Position(spec.End()).Line < line {
					continue
				}
				switch s := spec.(type) {
				case *ast.TypeSpec:
					return s.Name.Name
				case *ast.ValueSpec:
					if of, ok := s.Type.(*ast.Ident); ok && len(s.Values) > 0 {
						return of.Name // an enum's
					}
					return strings.TrimPrefix(strings.TrimPrefix(s.Names[0].Name, "shape"), "op")
				}
			}
		}
	}
	return ""
}

func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if of, ok := t.(*ast.Ident); ok {
		return of.Name
	}
	return ""
}
