package checks

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const (
	module  = "github.com/stash-sdk/stash-go"
	runtime = "github.com/oapi-codegen/runtime"
)

// imports is what each package of a program imports, tests aside.
type imports map[string][]string

// Programs link the standard library, this module and the generator's runtime; and packages import downwards only.
func TestPackagesImportDownwards(t *testing.T) {
	for _, sentence := range misplaced(listImports(t)) {
		t.Error(sentence)
	}
}

// listImports asks go list for this module's packages and the runtime, with all that they need.
func listImports(t *testing.T) imports {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...", runtime)
	cmd.Stderr = os.Stderr
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	list := imports{}
	for line := range strings.Lines(string(output)) {
		names := strings.Fields(line)
		list[names[0]] = names[1:]
	}
	return list
}

// misplaced returns a sentence for each import that does not belong where it is.
func misplaced(list imports) (found []string) {
	needs := list.closure(runtime)
	for _, linked := range []string{"/stash", "/gen", "/internal/transport"} {
		for name := range list.closure(module + linked) {
			if !standard(name) && !ours(name) && !needs[name] {
				found = append(found, fmt.Sprintf("%s links %s, so every program would.", module+linked, name))
			}
		}
	}
	for name, imported := range list {
		for _, other := range imported {
			if why := forbidden(name, other); why != "" {
				found = append(found, fmt.Sprintf("%s imports %s: %s.", name, other, why))
			}
		}
	}
	slices.Sort(found)
	return found
}

// forbidden says why a package of this module must not import another, or nothing.
func forbidden(name, other string) string {
	if !ours(name) || !ours(other) {
		return ""
	}
	name, other = strings.TrimPrefix(name, module), strings.TrimPrefix(other, module)
	switch {
	case below(name, "/gen") && !below(other, "/internal"):
		return "generated code builds on internal packages alone"
	case below(name, "/internal") && !program(name) && !below(other, "/internal"):
		return "internal packages are at the bottom"
	case below(other, "/stash/stashtest") && !program(name) && !below(name, "/stash/stashtest"):
		return "the emulator is for tests and the developer's tool"
	case program(other):
		return "commands are at the top"
	}
	return ""
}

// program tells the developer's tool and the programs that the Makefile runs: they sit on top of everything.
func program(name string) bool {
	return below(name, "/cmd") || below(name, "/internal/tools/live") || below(name, "/internal/tools/soak")
}

// closure is a package and all that it needs.
func (list imports) closure(name string) map[string]bool {
	seen := map[string]bool{}
	for todo := []string{name}; len(todo) > 0; {
		name, todo = todo[0], todo[1:]
		if !seen[name] {
			seen[name] = true
			todo = append(todo, list[name]...)
		}
	}
	return seen
}

// standard tells packages of the standard library by their path, whose first part has no dot.
func standard(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return !strings.Contains(first, ".")
}

func ours(name string) bool { return below(name, module) }

func below(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }

func TestMisplacedImportsAreFound(t *testing.T) {
	const kin = "github.com/getkin/kin-openapi/openapi3"
	if n := len(listImports(t).closure(module + "/stash")); n < 20 {
		t.Errorf("package stash seems to need %d packages, which cannot be all", n)
	}
	good := imports{
		module + "/stash":               {module + "/gen", "net/http"},
		module + "/gen":                 {module + "/internal/transport", runtime},
		module + "/internal/transport":  {"net/http"},
		module + "/internal/contract":   {kin},
		module + "/stash/stashtest":     {module + "/internal/contract", module + "/stash"},
		module + "/cmd/stash":           {module + "/stash/stashtest"},
		module + "/internal/tools/live": {module + "/stash", module + "/api", module + "/internal/contract"},
		runtime:                         {"github.com/google/uuid"},
	}
	if found := misplaced(good); len(found) > 0 {
		t.Errorf("imports that are as they should be give %q", found)
	}
	for _, wrong := range []struct{ name, imported, complaint string }{
		{"/stash", kin, "/stash links " + kin},
		{"/internal/wire", kin, "/gen links " + kin},
		{"/gen", module + "/stash", "generated code builds on internal packages alone"},
		{"/internal/transport", module + "/api", "internal packages are at the bottom"},
		{"/stash/webhook", module + "/stash/stashtest", "the emulator is for tests"},
		{"/stash", module + "/cmd/stash", "commands are at the top"},
		{"/stash/stashtest", module + "/internal/tools/soak", "commands are at the top"},
	} {
		list := imports{}
		for name, imported := range good {
			list[name] = slices.Clone(imported)
		}
		list[module+"/internal/transport"] = append(list[module+"/internal/transport"], module+"/internal/wire")
		list[module+wrong.name] = append(list[module+wrong.name], wrong.imported)
		found := misplaced(list)
		if !slices.ContainsFunc(found, func(s string) bool { return strings.Contains(s, wrong.complaint) }) {
			t.Errorf("%s importing %s gives %q, want %q", wrong.name, wrong.imported, found, wrong.complaint)
		}
	}
}
