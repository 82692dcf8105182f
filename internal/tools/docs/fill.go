package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// embedded matches a generated part of a page. Its first comment names the file that the part shows.
var embedded = regexp.MustCompile(`(?s)(<!-- from (\S+) -->\n).*?(<!-- end -->)`)

// fill returns a page with each generated part as its file is now. Names of files are relative to root. A Go file is shown
// as a block of code. Any other file is copied.
func fill(root, markdown string) (string, error) {
	var failed error
	filled := embedded.ReplaceAllStringFunc(markdown, func(part string) string {
		match := embedded.FindStringSubmatch(part)
		text, err := content(filepath.Join(root, filepath.FromSlash(match[2])))
		if err != nil && failed == nil {
			failed = fmt.Errorf("%s: %w", match[2], err)
		}
		return match[1] + text + match[3]
	})
	// A part without its end comment would never be filled.
	if opened, parts := strings.Count(markdown, "<!-- from "), len(embedded.FindAllString(markdown, -1)); failed == nil && opened != parts {
		failed = fmt.Errorf("%d parts begin with <!-- from FILE -->, and %d of them end with <!-- end -->", opened, parts)
	}
	return filled, failed
}

// shown lists the files that a page shows, in order.
func shown(markdown string) (files []string) {
	for _, match := range embedded.FindAllStringSubmatch(markdown, -1) {
		files = append(files, match[2])
	}
	return files
}

func content(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	if filepath.Ext(path) != ".go" {
		return string(text), nil
	}
	code, err := flow(string(text))
	return "```go\n" + code + "\n```\n", err
}

// flow returns what a file declares before its example. The example stands last and runs the declared code.
func flow(source string) (string, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.ParseComments)
	if err != nil {
		return "", err
	}
	begin, end := file.Name.End(), file.FileEnd
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.GenDecl:
			if decl.Tok == token.IMPORT {
				begin = decl.End()
			}
		case *ast.FuncDecl:
			if decl.Recv == nil && strings.HasPrefix(decl.Name.Name, "Example") {
				end = min(end, decl.Pos())
				if decl.Doc != nil {
					end = min(end, decl.Doc.Pos())
				}
			}
		}
	}
	code := strings.TrimSpace(source[fset.Position(begin).Offset:fset.Position(end).Offset])
	if code == "" {
		return "", fmt.Errorf("the file declares nothing before its example")
	}
	return code, nil
}
