package main

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const sdk = "github.com/stash-sdk/stash-go/"

// imported has the packages that a fragment may use without an import, by the name in the code.
var imported = map[string]string{
	"context": "context", "sql": "database/sql", "errors": "errors", "fmt": "fmt", "io": "io", "log": "log", "slog": "log/slog",
	"http": "net/http", "url": "net/url", "os": "os", "testing": "testing", "synctest": "testing/synctest", "time": "time",
	"tls": "crypto/tls", "x509": "crypto/x509", "net": "net", "atomic": "sync/atomic", "strings": "strings", "strconv": "strconv", "httptest": "net/http/httptest",
	"sqlstore": sdk + "stash/webhook/sqlstore", "storetest": sdk + "stash/webhook/storetest",
	"stash": sdk + "stash", "webhook": sdk + "stash/webhook", "gameserver": sdk + "stash/gameserver",
	"stashtest": sdk + "stash/stashtest", "gen": sdk + "gen",
}

// declared has the variables that a fragment may use without declaring them.
const declared = `
var (
	ctx                     context.Context
	client                  *stash.Client
	shopID, secret, id string
	w                       http.ResponseWriter
	r                       *http.Request
	body                    []byte
	db                      *sql.DB
	srv                     *stashtest.Server
	t                       *testing.T
	err                     error
)
`

var goBlock = regexp.MustCompile("(?ms)^([ \t]*)```go\n(.*?)^[ \t]*```")

// Code on the pages compiles: whole programs as they are, and fragments with the imports and variables above. Code that
// comes from a file compiles with that file.
func TestGoCodeCompiles(t *testing.T) {
	resolve := exports(t)
	for page, text := range read(t) {
		for _, block := range blocks(text) {
			if err := compile(resolve, block); err != nil {
				t.Errorf("%s: this code does not compile: %v\n%s", page, err, block)
			}
		}
	}
	for _, good := range []string{
		"package main\n\nfunc main() {}\n", "client.With(stash.APIKey(secret))\n", "func f() error { return nil }\n",
		"link, err := client.GetPaymentEvent(ctx, id)\nif err != nil {\n\treturn err\n}\n",
	} {
		if err := compile(resolve, good); err != nil {
			t.Errorf("code that is right gives %v:\n%s", err, good)
		}
	}
	for _, wrong := range []string{
		"package main\n\nimport \"none.example/x\"\n", "package main\n\nfunc main() { none() }\n", "client.With(stash.Password(secret))\n",
		"func f() int { return \"\" }\n", "grant(\n",
	} {
		if err := compile(resolve, wrong); err == nil {
			t.Errorf("this code compiles: %s", wrong)
		}
	}
	page := "<!-- from a.go -->\n```go\na\n```\n<!-- end -->\n  ```go\n  b\n  ```\n```sh\nc\n```\n"
	if got := blocks(page); !slices.Equal(got, []string{"b\n"}) {
		t.Errorf("the page has the blocks %q", got)
	}
}

// blocks returns the Go code of a page that does not come from a file, without its indent.
func blocks(text string) (found []string) {
	for _, match := range goBlock.FindAllStringSubmatch(embedded.ReplaceAllString(text, ""), -1) {
		found = append(found, strings.TrimPrefix(strings.ReplaceAll("\n"+match[2], "\n"+match[1], "\n"), "\n"))
	}
	return found
}

// compile checks the types of a block. The block is a file, or declarations, or statements of a function.
func compile(resolve types.Importer, block string) error {
	if strings.HasPrefix(block, "package ") {
		return typed(resolve, block)
	}
	var lines strings.Builder
	lines.WriteString("package page\n\n")
	for _, name := range slices.Sorted(maps.Keys(imported)) {
		fmt.Fprintf(&lines, "import %s %q\n", name, imported[name])
	}
	lines.WriteString(declared)
	if _, err := parser.ParseFile(token.NewFileSet(), "", "package page\n"+block, 0); err == nil {
		return typed(resolve, lines.String()+block)
	}
	return typed(resolve, lines.String()+"func _() error {\n"+block+"\nreturn nil\n}\n")
}

func typed(resolve types.Importer, source string) error {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, "block.go", source, 0)
	if err != nil {
		return err
	}
	program := file.Name.Name == "main"
	var failed []error
	config := types.Config{Importer: resolve, Error: func(err error) {
		// A fragment may leave its imports and variables unused.
		if wrong, ok := err.(types.Error); !ok || program || !wrong.Soft {
			failed = append(failed, err)
		}
	}}
	config.Check("page", files, []*ast.File{file}, nil)
	return errors.Join(failed...)
}

// exports reads compiled packages: those of this module that programs import, and what they need.
func exports(t *testing.T) types.Importer {
	t.Helper()
	args := []string{"list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", "./stash/..."}
	cmd := exec.Command("go", append(args, slices.Collect(maps.Values(imported))...)...)
	cmd.Stderr = os.Stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	paths := map[string]string{}
	for line := range strings.Lines(string(output)) {
		name, path, _ := strings.Cut(strings.TrimSpace(line), " ")
		paths[name] = path
	}
	return importer.ForCompiler(token.NewFileSet(), "gc", func(name string) (io.ReadCloser, error) {
		if paths[name] == "" {
			return nil, fmt.Errorf("the SDK's programs do not import %s", name)
		}
		return os.Open(paths[name])
	})
}

// The quick start works for a reader who pastes it: a new module beside a checkout, and the printed program in it.
func TestQuickStartRuns(t *testing.T) {
	checkout, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	program := slices.IndexFunc(blocks(read(t)["README.md"]), func(block string) bool { return strings.HasPrefix(block, "package main") })
	if program < 0 {
		t.Fatal("README.md has no program to paste.")
	}
	sums, err := os.ReadFile("go.sum")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module hello-stash\n\ngo 1.25.0\n\nrequire github.com/stash-sdk/stash-go v0.0.0\n\n" +
			"replace github.com/stash-sdk/stash-go => " + checkout + "\n",
		"go.sum":  string(sums),
		"main.go": blocks(read(t)["README.md"])[program],
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "run", "-mod=mod", ".")
	cmd.Dir = dir
	if output, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(output, []byte("send the player to http://127.0.0.1:")) {
		t.Errorf("the program of README.md gives %v\n%s", err, output)
	}
}
