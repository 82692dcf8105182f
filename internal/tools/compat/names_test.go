package main

import (
	"slices"
	"strings"
	"testing"
)

// module is a small module with every kind of exported name.
var module = map[string]string{
	"go.mod": "module example.com/m\n\ngo 1.25.0\n",
	"pub/pub.go": `package pub

import "example.com/m/internal/core"

type Error = core.Error
type Fault struct {
	Status int
	Cause  Error
	base
}
type base struct{ Promoted string }
type Store interface{ Add(key string) error }
type Code string
type Hook func(name string, n int) error
type List[T any] struct{ Items []T }
type Uncomparable struct{ f func() }

const Max, Paid Code = "9", "PAID"

var Default Fault

func New(hook Hook, names ...string) (*Fault, error) { return nil, nil }
func (Fault) Value() int                            { return 0 }
func (*Fault) Pointer() int                         { return 0 }
func (l List[T]) First() (item T)                   { return l.Items[0] }
`,
	"internal/core/core.go": `package core

type Error struct{ Status int }

func (*Error) Unwrap() error { return nil }

type Hidden struct{}
`,
	"cmd/tool/main.go": "package main\n\nfunc Exported() {}\n\nfunc main() {}\n",
}

// changed returns the lines of brokenNames after edits of the module: old and new text by turns.
func changed(t *testing.T, edits ...string) []string {
	t.Helper()
	old, root := t.TempDir(), t.TempDir()
	write(t, old, module)
	files := map[string]string{}
	for name, text := range module {
		files[name] = text
		for i := 0; i < len(edits); i += 2 {
			files[name] = strings.ReplaceAll(files[name], edits[i], edits[i+1])
		}
	}
	if strings.Contains(files["pub/pub.go"], "internal/moved") {
		files["internal/moved/moved.go"] = moved
	}
	write(t, root, files)
	found, err := brokenNames(old, root)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// moved has the types that the test moves out of the packages pub and core.
const moved = `package moved

type Error struct{ Status int }

func (*Error) Unwrap() error { return nil }

type Failure struct {
	Status int
	Cause  Error
	base
}
type base struct{ Promoted string }

func (Failure) Value() int    { return 0 }
func (*Failure) Pointer() int { return 0 }
`

func TestEveryBreakOfANameIsFound(t *testing.T) {
	found := changed(t,
		"Status int\n\tCause", "Status string\n\tCause",
		"Promoted", "Renamed",
		"Add(key string) error", "Add(key string) error\n\tClose()",
		"type Code string", "type Code int",
		`"9", "PAID"`, `9, 1`,
		"type List[T any]", "type List[T comparable]",
		"struct{ Items", "struct{ Extra, Items",
		"var Default Fault", "var Default *Fault",
		"names ...string)", "names []string)",
		"(Fault) Value", "(*Fault) Value",
		"(*Fault) Pointer", "(*Fault) Other",
		"n int) error", "n int64) error",
		"(*Error) Unwrap", "(*Error) Cause",
	)
	want := []string{
		"pub.(*Error).Unwrap: removed",
		"pub.(*Fault).Pointer: removed",
		"pub.Code: changed from type string to type int",
		"pub.Default: changed from var pub.Fault to var *pub.Fault",
		"pub.Fault.Promoted: removed",
		"pub.Fault.Status: changed from int to string",
		"pub.Fault.Value: removed",
		"pub.Hook: changed from type func(string, int) error to type func(string, int64) error",
		"pub.List parameters: changed from pub.List[T any] to pub.List[T comparable]",
		`pub.Max: changed from const pub.Code = "9" to const pub.Code = 9`,
		"pub.New: changed from func(pub.Hook, ...string) (*pub.Fault, error) to func(pub.Hook, []string) (*pub.Fault, error)",
		`pub.Paid: changed from const pub.Code = "PAID" to const pub.Code = 1`,
		"pub.Store: changed from type interface{Add(key string) error} to type interface{Add(key string) error; Close()}",
	}
	if !slices.Equal(found, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(found, "\n"), strings.Join(want, "\n"))
	}
	if found := changed(t, "\tCause  Error\n", "\tCause  Error\n\tCalls func()\n"); !slices.Equal(found, []string{"pub.Fault with ==: removed"}) {
		t.Errorf("a field that cannot be compared gives %q", found)
	}
	if found := changed(t, "func Exported", "func other", "package pub", "package main", "func New", "func main() {}\nfunc New"); !slices.Contains(found, "pub.New: removed") {
		t.Errorf("a package that becomes a command gives %q", found)
	}
}

// What programs do not notice is no break: new names, other names of parameters, hidden names that disappear, commands,
// and types that move into an internal package behind an alias.
func TestHarmlessChangesAreNotFound(t *testing.T) {
	for name, edits := range map[string][]string{
		"new names": {
			"type Code string", "type Code string\ntype Fresh int\nfunc (Code) Fresh() {}",
			"Status int\n\tCause", "Status, Extra int\n\tCause", "(*Fault) Pointer", "(Fault) Pointer",
		},
		"parameters":       {"hook Hook, names ...", "h Hook, n ...", "name string, n int", "s string, i int"},
		"a hidden name":    {"type Hidden struct{}", ""},
		"a command's name": {"func Exported", "func Other"},
		"an internal type moves": {
			`"example.com/m/internal/core"`, `"example.com/m/internal/moved"`, "core.Error", "moved.Error",
		},
		"public types move into an internal package": {
			`"example.com/m/internal/core"`, `"example.com/m/internal/moved"`, "core.Error", "moved.Error",
			"type Fault struct {\n\tStatus int\n\tCause  Error\n\tbase\n}\ntype base struct{ Promoted string }", "type Fault = moved.Failure",
			"func (Fault) Value() int                            { return 0 }\nfunc (*Fault) Pointer() int                         { return 0 }\n", "",
		},
	} {
		if found := changed(t, edits...); len(found) > 0 {
			t.Errorf("%s: found %q", name, found)
		}
	}
}
