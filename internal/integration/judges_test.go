package integration

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The Go tools that read the documents. The npm packages are in judges/package.json.
const (
	oasdiffTool = "github.com/oasdiff/oasdiff@v1.37.0"
	ogenModule  = "github.com/ogen-go/ogen"
	ogenVersion = "v1.24.0"
)

var documents = []string{"openapi", "gameserver", "webhooks"}

// judge is a third-party tool that reads a document.
type judge struct {
	name    string
	command func(document string) []string
	silent  string // printed when the tool has no finding
}

// judges expects the npm packages in the folder STASH_JUDGES.
func judges(t *testing.T) []judge {
	t.Helper()
	npm := func(name string) string { return filepath.Join(npmFolder(t), "node_modules", ".bin", name) }
	rules, parser := absolute(t, "judges/spectral.yaml"), filepath.Join(npmFolder(t), "parse.mjs")
	copyFile(t, "judges/parse.mjs", parser) // node looks for packages beside the script
	return []judge{
		{"Spectral", func(doc string) []string {
			return []string{npm("spectral"), "lint", "--ruleset", rules, "--fail-severity", "hint", doc}
		}, "No results with a severity of 'hint' or higher found!"},
		{"Redocly", func(doc string) []string {
			return []string{npm("redocly"), "lint", "--extends", "recommended-strict", doc}
		}, "Your API description is valid."},
		{"swagger-parser", func(doc string) []string { return []string{"node", parser, doc} }, ""},
		{"oasdiff", func(doc string) []string { return []string{"go", "run", oasdiffTool, "validate", doc} }, "No findings detected"},
		{"openapi-typescript", func(doc string) []string { return []string{npm("openapi-typescript"), doc, "--output", doc + ".ts"} }, ""},
		{"ogen", func(doc string) []string {
			return []string{"go", "run", ogenModule + "/cmd/ogen@" + ogenVersion, "--clean", "--package", "api", "--target", doc + ".ogen", doc}
		}, ""},
	}
}

// TestDocumentsSatisfyOtherTools checks that no tool has a finding in a document, and that each has one in a broken
// document.
func TestDocumentsSatisfyOtherTools(t *testing.T) {
	folder := t.TempDir()
	for _, each := range judges(t) {
		for _, name := range documents {
			doc := filepath.Join(folder, name+".yaml")
			copyFile(t, "../../api/"+name+".yaml", doc)
			if printed, err := run(folder, each.command(doc)...); err != nil || !strings.Contains(printed, each.silent) {
				t.Errorf("%s on %s: %v\n%s", each.name, name, err, printed)
			}
			text, err := os.ReadFile(doc)
			if err != nil {
				t.Fatal(err)
			}
			broken := filepath.Join(folder, "broken-"+name+".yaml")
			ref := []byte("$ref: '#/components/schemas/")
			if err := os.WriteFile(broken, bytes.Replace(text, ref, append(bytes.Clone(ref), "NoSuch"...), 1), 0o600); err != nil {
				t.Fatal(err)
			}
			if printed, err := run(folder, each.command(broken)...); err == nil {
				t.Errorf("%s accepts a reference to nothing in %s:\n%s", each.name, name, printed)
			}
		}
	}
}

// TestGeneratedCodeOfOtherToolsBuilds compiles what ogen and openapi-typescript generate from the documents.
func TestGeneratedCodeOfOtherToolsBuilds(t *testing.T) {
	folder := t.TempDir()
	var generators []judge
	for _, each := range judges(t) {
		if each.name == "ogen" || each.name == "openapi-typescript" {
			generators = append(generators, each)
		}
	}
	for _, name := range documents {
		doc := filepath.Join(folder, name)
		copyFile(t, "../../api/"+name+".yaml", doc)
		for _, each := range generators {
			if printed, err := run(folder, each.command(doc)...); err != nil {
				t.Fatalf("%s on %s: %v\n%s", each.name, name, err, printed)
			}
		}
	}
	copyFile(t, "judges/narrow.ts", filepath.Join(folder, "narrow.ts"))
	for _, command := range [][]string{
		{filepath.Join(npmFolder(t), "node_modules", ".bin", "tsc"), "--strict", "--noEmit", "--skipLibCheck", "narrow.ts", "gameserver.ts"},
		{"go", "mod", "init", "example.test/documents"},
		{"go", "get", ogenModule + "@" + ogenVersion},
		{"go", "mod", "tidy"},
		{"go", "build", "./..."},
	} {
		if printed, err := run(folder, command...); err != nil {
			t.Fatalf("%q: %v\n%s", command, err, printed)
		}
	}
}

// run runs a command in a folder and returns all that it prints.
func run(folder string, command ...string) (printed string, err error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true", "NO_COLOR=1")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func npmFolder(t *testing.T) string {
	t.Helper()
	folder := os.Getenv("STASH_JUDGES")
	if folder == "" {
		t.Fatal("STASH_JUDGES is not set; run sh run.sh, which installs the npm packages and sets it")
	}
	return folder
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	full, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return full
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
