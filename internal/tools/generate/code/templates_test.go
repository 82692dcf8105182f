package code

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The tests run in the repository's root.
func TestMain(m *testing.M) {
	if err := os.Chdir(filepath.Join("..", "..", "..", "..")); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// replaced are the generator's templates in place of which ours stand, with the sum of the text that ours were written
// against. When a new version of the generator changes one, read what it changed, take into ours what they need, and
// write its sum here.
var replaced = map[string]struct{ sum, differs string }{
	"client.tmpl": {"393820c177b1bcd8", "one method per operation, which hands the facts of the document to internal/transport: " +
		"the generator's four functions neither sign, check, repeat nor bound anything, and an unknown answer of theirs is no error"},
	"client-with-responses.tmpl": {"01e28fc263020fab", "nothing: the client returns the decoded answer itself"},
	"request-bodies.tmpl":        {"454074b0068ad262", "nothing: bodies have the names of their schemas"},
	"typedef.tmpl": {"b94393ee7ad5795b", "the shape of each type for the tolerant reader, and the rules of the document for its values: " +
		"the generator checks nothing, and reads only the document's own spelling"},
	"union.tmpl": {"3813619c022923dd", "nothing: in package stash, whose aliases have the methods of package gen; there it is the generator's own"},
	"additional-properties.tmpl": {"0f103d51a4326c94", "nothing in package stash, whose aliases have the methods of package gen; there the two methods leave out what is " +
		"not set, and lose no digit: the generator's write every zero value"},
	"constants.tmpl": {"be1f1f953e2b161f", "names that do not repeat the type's, and that differ for every value"},
	"imports.tmpl":   {"e79731c9a8e0d710", "a package comment, or none where the package has its own"},
	"param-types.tmpl": {"54625670b29fb2f0", "aliases in the packages that users import, and query parameters that the game server reads; " +
		"the generator's stands where the types are declared"},
}

// Each template of ours says which one it replaces and why, and the replaced one is still the one that it was written
// against.
func TestEachTemplateSaysWhatItReplaces(t *testing.T) {
	used := map[string]bool{}
	for _, source := range Sources {
		for _, path := range source.Settings {
			s, err := readSettings(".", path)
			if err != nil {
				t.Fatal(err)
			}
			for name, file := range s.OutputOptions.UserTemplates {
				used[name] = true
				checkTemplate(t, name, file)
			}
		}
	}
	if names := slices.Sorted(maps.Keys(replaced)); !slices.Equal(names, slices.Sorted(maps.Keys(used))) {
		t.Errorf("the replaced templates are %q, and this test knows %q", slices.Sorted(maps.Keys(used)), names)
	}
	for name, of := range replaced {
		if sum := sumOf(t, name); sum != of.sum {
			t.Errorf("the generator's %s is not the one that ours was written against: its sum is %s, want %s", name, sum, of.sum)
		}
	}
}

// checkTemplate holds that a template of ours begins with what it replaces, in which version, and why.
func checkTemplate(t *testing.T, name, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Base(file) == "nothing.tmpl" {
		if replaced[name].differs[:7] != "nothing" {
			t.Errorf("%s is replaced by nothing, and it must be said why", name)
		}
		return
	}
	comment, _, ok := strings.Cut(string(text), "*/")
	if want := fmt.Sprintf("Replaces the generator's %s (%s)", name, version(t)); !ok || !strings.Contains(comment, want) || len(comment) < len(want)+20 {
		t.Errorf("%s must begin with a comment that says %q, and why", file, want)
	}
}

func version(t *testing.T) string { return generatorModule(t, "{{.Version}}") }

func sumOf(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(generatorModule(t, "{{.Dir}}"), "pkg", "codegen", "templates", name))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

func generatorModule(t *testing.T, format string) string {
	t.Helper()
	output, err := exec.Command("go", "list", "-m", "-f", format, "github.com/oapi-codegen/oapi-codegen/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(output))
}
