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

// forbidden says why a package of this module must not import another package, or nothing.
func forbidden(name, other string) string {
	if !ours(name) {
		return ""
	}
	name = strings.TrimPrefix(name, module)
	if other == "net/http" && slices.ContainsFunc(withoutHTTP, func(room string) bool { return below(name, emulator+room) }) {
		return "below the server nothing knows of HTTP"
	}
	if !ours(other) {
		return ""
	}
	other = strings.TrimPrefix(other, module)
	switch {
	case below(other, "/internal/tools") && !below(name, "/internal/tools"):
		return "tools are for the Makefile and for tests"
	case below(name, "/gen") && !below(other, "/internal"):
		return "generated code builds only on internal packages"
	case below(name, emulator):
		return upwards(name, other)
	case below(name, "/internal") && !program(name) && !below(other, "/internal"):
		return "internal packages are at the bottom"
	case linked(name) && (below(other, emulator) || below(other, "/internal/contract")):
		return "programs would link the emulator"
	case below(other, emulator) && !below(name, "/stash/stashtest"):
		return "the emulator has one public face, stashtest"
	case below(other, "/stash/stashtest") && !program(name) && !below(name, "/stash/stashtest"):
		return "the emulator is for tests and the developer's tool"
	case program(other):
		return "commands are at the top"
	}
	return ""
}

const emulator = "/internal/emulator"

// rooms are the packages of the emulator from the bottom to the top. Each may import those before it, but for callout and
// deliver, which do not know of each other. The room without a name puts the others together.
var rooms = []string{"/ids", "/store", "/money", "/subscription", "/shop", "/seed", "/callout", "/deliver", "/server", "/control", "/pages/desk", "/pages", ""}

// withoutHTTP are the rooms that nothing of HTTP belongs in.
var withoutHTTP = []string{"/ids", "/store", "/money", "/subscription", "/shop", "/seed"}

// upwards says why a room must not import a package, or nothing. Both names are without the module.
func upwards(room, other string) string {
	if below(other, "/stash/stashtest") || program(other) {
		return "the public face stands on the emulator"
	}
	if !below(other, emulator) {
		return ""
	}
	from, to := slices.Index(rooms, strings.TrimPrefix(room, emulator)), slices.Index(rooms, strings.TrimPrefix(other, emulator))
	switch {
	case from < 0 || to < 0:
		return "a room of the emulator is missing from the list of rooms here"
	case to >= from:
		return "the rooms of the emulator import downwards"
	case rooms[from] == "/deliver" && rooms[to] == "/callout":
		return "webhooks and calls to a game server do not know of each other"
	}
	return ""
}

// linked tells the packages that a user's program links.
func linked(name string) bool {
	return name == "/stash" || below(name, "/stash/webhook") || below(name, "/stash/gameserver") || below(name, "/gen")
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
		module + "/stash":              {module + "/gen", "net/http"},
		module + "/gen":                {module + "/internal/transport", runtime},
		module + "/internal/transport": {"net/http"},
		module + "/internal/contract":  {kin},
		module + "/stash/stashtest":    {module + "/internal/emulator", module + "/internal/emulator/shop", module + "/stash"},
		module + "/internal/emulator":  {module + "/internal/emulator/pages", module + "/internal/contract", "net/http"},

		module + "/internal/emulator/pages":   {module + "/internal/emulator/server", module + "/internal/emulator/pages/desk"},
		module + "/internal/emulator/server":  {module + "/internal/emulator/shop", "net/http"},
		module + "/internal/emulator/deliver": {module + "/internal/emulator/shop", "net/http"},
		module + "/internal/emulator/shop":    {module + "/internal/emulator/store", module + "/stash/webhook"},
		module + "/internal/emulator/store":   {"go.etcd.io/bbolt"},
		module + "/cmd/stash":                 {module + "/stash/stashtest"},
		module + "/internal/tools/live":       {module + "/stash", module + "/api", module + "/internal/contract"},
		runtime:                               {"github.com/google/uuid"},
	}
	if found := misplaced(good); len(found) > 0 {
		t.Errorf("imports that are as they should be give %q", found)
	}
	for _, wrong := range []struct{ name, imported, complaint string }{
		{"/stash", kin, "/stash links " + kin},
		{"/internal/wire", kin, "/gen links " + kin},
		{"/gen", module + "/stash", "generated code builds only on internal packages"},
		{"/internal/transport", module + "/api", "internal packages are at the bottom"},
		{"/stash/webhook", module + "/stash/stashtest", "the emulator is for tests"},
		{"/stash", module + "/cmd/stash", "commands are at the top"},
		{"/stash/stashtest", module + "/internal/tools/soak", "tools are for the Makefile"},
		{"/stash/stashtest", module + "/cmd/stash", "commands are at the top"},
		{"/gen", module + "/internal/contract", "programs would link the emulator"},
		{"/stash", module + "/internal/emulator/shop", "programs would link the emulator"},
		{"/stash/webhook", module + "/internal/contract", "programs would link the emulator"},
		{"/stash/gameserver", module + "/internal/tools/tree", "tools are for the Makefile"},
		{"/internal/emulator/server", module + "/internal/tools/tree", "tools are for the Makefile"},
		{"/cmd/stash", module + "/internal/emulator", "one public face"},
		{"/internal/emulator/shop", module + "/internal/emulator/server", "import downwards"},
		{"/internal/emulator/server", module + "/internal/emulator", "import downwards"},
		{"/internal/emulator/deliver", module + "/internal/emulator/callout", "do not know of each other"},
		{"/internal/emulator/pages", module + "/internal/emulator/cellar", "missing from the list"},
		{"/internal/emulator/attic", module + "/internal/emulator/shop", "missing from the list"},
		{"/internal/emulator/server", module + "/stash/stashtest", "stands on the emulator"},
		{"/internal/emulator/shop", "net/http", "nothing knows of HTTP"},
		{"/internal/emulator/store", "net/http", "nothing knows of HTTP"},
		{"/internal/emulator/seed", "net/http", "nothing knows of HTTP"},
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
