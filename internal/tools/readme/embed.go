package readme

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

// A comment in the Markdown names a file, and what stands between it and the next closing comment is made of that file.
var embedded = regexp.MustCompile(`(?s)(<!-- from (\S+) -->\n).*?(<!-- end -->)`)

// Fill returns a text with the parts that come from files as those files have them now. Names of files are relative to
// root. A Go file gives its code as a block, any other file is taken as it is. A text without such a part is an error,
// so that a change of the comments does not go unseen.
func Fill(root, markdown string) (string, error) {
	if !embedded.MatchString(markdown) {
		return "", fmt.Errorf("there is no part that comes from a file: none begins with <!-- from FILE --> and ends with <!-- end -->")
	}
	var failed error
	filled := embedded.ReplaceAllStringFunc(markdown, func(part string) string {
		match := embedded.FindStringSubmatch(part)
		text, err := content(filepath.Join(root, filepath.FromSlash(match[2])))
		if err != nil && failed == nil {
			failed = fmt.Errorf("%s: %w", match[2], err)
		}
		return match[1] + text + match[3]
	})
	// Each comment must have been one end of a part that was filled; another would be left as somebody wrote it.
	if opened, parts := strings.Count(markdown, "<!-- from "), len(embedded.FindAllString(markdown, -1)); failed == nil && opened != parts {
		failed = fmt.Errorf("%d parts come from files, and %d of them end with <!-- end -->", opened, parts)
	}
	return filled, failed
}

// Embedded lists the files that a text's parts come from, in order.
func Embedded(markdown string) (files []string) {
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

// flow is what a file of an example declares before the example itself: what a reader would paste. The example, which
// stands last, sets it up and shows that it works.
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
