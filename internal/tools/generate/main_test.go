package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/tools/worktree"
)

// On an unchanged document nothing is written. On a broken one everything is refused at once, with its lines, and the
// tree stays as it was.
func TestGenerate(t *testing.T) {
	root := t.TempDir()
	if err := worktree.Copy(filepath.Join("..", "..", ".."), root); err != nil {
		t.Fatal(err)
	}
	before := generated(t, root)
	if refusals, err := run(root); err != nil || refusals != nil {
		t.Fatalf("%v %v", refusals, err)
	}
	same(t, "an unchanged document", before, generated(t, root))

	document := filepath.Join(root, "api", "openapi.yaml")
	good := read(t, document)
	broken := strings.Replace(good, "x-stash-repeat: always", "x-stash-repeat: allways", 1)
	broken = strings.Replace(broken, "x-stash-repeat: never", "x-stash-repeat: sometimes", 1)
	write(t, document, broken)
	refusals, err := run(root)
	if err != nil || len(refusals) < 2 {
		t.Errorf("two mistakes are refused by %v (%v)", refusals, err)
	}
	for _, refusal := range refusals {
		if !strings.HasPrefix(refusal.String(), "api/openapi.yaml:") {
			t.Errorf("a refusal without its line: %s", refusal)
		}
	}
	same(t, "a broken document", before, generated(t, root))

	// Code by hand that a document no longer fits is found before anything is written, too.
	write(t, document, strings.Replace(good, "    description: Test\n", "    description: Try\n", 1))
	refusals, err = run(root)
	if err != nil || len(refusals) == 0 || !strings.Contains(refusals[0].String(), "environment.go") {
		t.Errorf("a server that code by hand names has gone, and it is refused by %v (%v)", refusals, err)
	}
	same(t, "a document that code by hand does not fit", before, generated(t, root))

	// An event whose type has no constant is refused by name.
	overlay := filepath.Join(root, "api", "webhooks.overlay.yaml")
	types := read(t, overlay)
	write(t, document, good)
	write(t, overlay, strings.Replace(types, "            - MUTATE_CART\n", "", 1))
	refusals, err = run(root)
	if err != nil || len(refusals) == 0 || !strings.Contains(refusals[0].String(), "MUTATE_CART is not among the values of EventType") {
		t.Errorf("an event without a constant is refused by %v (%v)", refusals, err)
	}
	same(t, "an event without a constant", before, generated(t, root))
	write(t, overlay, types)

	write(t, document, strings.Replace(good, "description: The code of the webshop", "description: That code of the webshop", 1))
	if refusals, err := run(root); err != nil || refusals != nil {
		t.Fatalf("%v %v", refusals, err)
	}
	if after := generated(t, root); after["gen/client.gen.go"].text == before["gen/client.gen.go"].text {
		t.Error("a changed document changes nothing")
	}
}

type file struct {
	text string
	at   time.Time
}

func generated(t *testing.T, root string) map[string]file {
	t.Helper()
	files := map[string]file{}
	for _, name := range []string{"gen/client.gen.go", "stash/api.gen.go", "gen/webhook/events.gen.go", "stash/webhook/names.gen.go",
		"gen/gameserver/gameserver.gen.go", "stash/gameserver/api.gen.go"} {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = file{read(t, filepath.Join(root, name)), info.ModTime()}
	}
	return files
}

func same(t *testing.T, what string, before, after map[string]file) {
	t.Helper()
	for name, f := range before {
		if after[name] != f {
			t.Errorf("%s: %s was written", what, name)
		}
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
