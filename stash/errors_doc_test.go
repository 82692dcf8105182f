package stash_test

import (
	"go/parser"
	"go/token"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
)

// TestErrorDocListsEverything checks that the comment of Error lists each exported field with its type, and each method.
// The declaration is in an internal package, which pkg.go.dev does not show to readers of this package.
func TestErrorDocListsEverything(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "errors.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var doc string
	for _, comment := range file.Comments {
		doc += comment.Text()
	}
	list := func(pattern string) {
		if !regexp.MustCompile(`(?m)^\t` + pattern).MatchString(doc) {
			t.Errorf("no line of the comment matches %s", pattern)
		}
	}
	own := reflect.TypeFor[stash.Error]()
	for i := range own.NumField() {
		if field := own.Field(i); field.IsExported() {
			shown := strings.NewReplacer("transport.", "", "uint8", "byte").Replace(field.Type.String())
			list(field.Name + ` +` + regexp.QuoteMeta(shown) + ` +//`)
		}
	}
	methods := reflect.TypeFor[*stash.Error]()
	for i := range methods.NumMethod() {
		list(`func \(e \*Error\) ` + methods.Method(i).Name + `\(`)
	}
}
