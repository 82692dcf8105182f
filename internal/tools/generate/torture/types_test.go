package torture

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/stash-sdk/stash-go/internal/tools/generate/code"
)

const module = "github.com/stash-sdk/stash-go"

// compiled asks the go command once where the compiled packages are that generated code imports.
var compiled = sync.OnceValues(func() (map[string]string, error) {
	output, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", "./gen", "./stash", "./internal/wire/expression", "github.com/oapi-codegen/runtime").Output()
	if err != nil {
		return nil, err
	}
	found := map[string]string{}
	for line := range strings.Lines(string(output)) {
		if path, file, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			found[path] = file
		}
	}
	return found, nil
})

// checker type-checks the files of a client's document as the compiler would, in milliseconds.
type checker struct {
	types.Importer
	fset *token.FileSet
	gen  *types.Package
}

func newChecker(t *testing.T) *checker {
	t.Helper()
	files, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	c := &checker{fset: token.NewFileSet()}
	c.Importer = importer.ForCompiler(c.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(files[path]) })
	return c
}

// Import gives the checked package gen to package stash.
func (c *checker) Import(path string) (*types.Package, error) {
	if path == module+"/gen" {
		return c.gen, nil
	}
	return c.Importer.Import(path)
}

// hand stands for the part of package stash that is written by hand.
const hand = "package stash\n\nimport \"" + module + "/gen\"\n\ntype Client struct{ calls *gen.Client }\n\n" +
	"func (c *Client) generated() *gen.Client { return c.calls }\n"

// check returns what the compiler says about the files, the client's first and its names in package stash next.
func (c *checker) check(files []code.File) error {
	gen, err := c.pack(module+"/gen", files[0].Text)
	if err != nil {
		return fmt.Errorf("package gen: %w", err)
	}
	c.gen = gen
	if _, err := c.pack(module+"/stash", files[1].Text, hand); err != nil {
		return fmt.Errorf("package stash: %w", err)
	}
	return nil
}

func (c *checker) pack(path string, texts ...string) (*types.Package, error) {
	var parsed []*ast.File
	for _, text := range texts {
		file, err := parser.ParseFile(c.fset, path, text, 0)
		if err != nil {
			return nil, err
		}
		parsed = append(parsed, file)
	}
	config := types.Config{Importer: c, GoVersion: "go1.25"}
	return config.Check(path, c.fset, parsed, nil)
}
