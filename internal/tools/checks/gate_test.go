package checks

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Every step of make test can fail, and then make test fails. The Makefile runs on a module that is as small as
// possible. A stand-in replaces staticcheck, because not every machine has it.
func TestEveryStepOfTheGateCanFail(t *testing.T) {
	const nothing = "package main\n\nfunc main() {}\n"
	const failing = "package main\n\nimport \"os\"\n\nfunc main() { os.Exit(1) }\n"
	good := map[string]string{
		"Makefile":                      readFile(t, "Makefile"),
		"go.mod":                        "module example.com/gate\n\ngo 1.25.0\n",
		"cmd/stash/main.go":             nothing,
		"internal/tools/drift/main.go":  nothing,
		"internal/tools/compat/main.go": nothing,
		"staticcheck/main.go":           nothing,
		"a_test.go":                     "package gate\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {}\n",
	}
	t.Run("nothing is wrong", func(t *testing.T) {
		printed, err := makeTest(t, good)
		if err != nil {
			t.Fatalf("make test: %v\n%s", err, printed)
		}
		rest := printed
		for _, line := range []string{
			"lint: gofmt", "lint: go vet", "lint: staticcheck", "drift: ", "compat: ", "tidy: ", "demo: ", "allocations: ",
			"there is no C compiler", "tests: go test", "ok  \texample.com/gate",
		} {
			var found bool
			if _, rest, found = strings.Cut(rest, line); !found {
				t.Errorf("%q is not printed, or not in its place:\n%s", line, printed)
			}
		}
	})
	for _, wrong := range []struct{ name, file, text, complaint string }{
		{"a file is not formatted", "a.go", "package  gate\n", "a.go\nThese files are not formatted."},
		{"vet objects", "a.go", "package gate\n\nimport \"fmt\"\n\nfunc f() { fmt.Printf(\"%d\", \"a\") }\n", "wrong type string"},
		{"staticcheck objects", "staticcheck/main.go", failing, "checked] Error"},
		{"generated files are old", "internal/tools/drift/main.go", failing, "drift] Error"},
		{"a release is broken", "internal/tools/compat/main.go", failing, "compat] Error"},
		{"go.mod has more than is needed", "go.mod", good["go.mod"] + "\nrequire example.com/b v0.0.0\n\nreplace example.com/b => ./b\n", "Run go mod tidy and commit what it changes."},
		{"the demo fails", "cmd/stash/main.go", failing, "demo] Error"},
		{"something allocates more", "a_test.go", strings.Replace(strings.Replace(good["a_test.go"], "TestA", "TestAllocations", 1), "{}", "{ t.Error() }", 1), "Something allocates more than its test allows."},
		{"a test fails", "a_test.go", strings.Replace(good["a_test.go"], "{}", "{ t.Error() }", 1), "FAIL\texample.com/gate"},
	} {
		t.Run(wrong.name, func(t *testing.T) {
			files := maps.Clone(good)
			files["b/go.mod"] = "module example.com/b\n\ngo 1.25.0\n"
			files[wrong.file] = wrong.text
			printed, err := makeTest(t, files)
			if err == nil || !strings.Contains(printed, wrong.complaint) {
				t.Errorf("make test gives %v and prints, without %q:\n%s", err, wrong.complaint, printed)
			}
		})
	}
}

// make fuzz runs every fuzz target, and fails when one has a finding.
func TestFuzzingRunsEveryTarget(t *testing.T) {
	target := func(name, body string) string {
		return "package gate\n\nimport \"testing\"\n\nfunc Fuzz" + name + "(f *testing.F) { f.Fuzz(func(t *testing.T, n int) {" + body + "}) }\n"
	}
	files := map[string]string{
		"Makefile": readFile(t, "Makefile"), "go.mod": "module example.com/gate\n\ngo 1.25.0\n",
		"a_test.go": target("A", ""), "b/b_test.go": target("B", ""), "b/c_test.go": target("C", ""), "d/d.go": "package d\n",
	}
	printed, err := runMake(t, files, "fuzz", "FUZZTIME=10x")
	for _, line := range []string{"FuzzA: 10 runs", "FuzzB: 10 runs", "FuzzC: 10 runs"} {
		if err != nil || !strings.Contains(printed, line) {
			t.Errorf("make fuzz gives %v and prints, without %q:\n%s", err, line, printed)
		}
	}
	files["b/b_test.go"] = target("B", "t.Error(n)")
	if printed, err = runMake(t, files, "fuzz", "FUZZTIME=10x"); err == nil || !strings.Contains(printed, "FuzzB in example.com/gate/b has a finding.") {
		t.Errorf("with a finding make fuzz gives %v and prints:\n%s", err, printed)
	}
	files["b/c_test.go"] = "package"
	if printed, err = runMake(t, files, "fuzz", "FUZZTIME=10x"); err == nil {
		t.Errorf("with a file that does not compile make fuzz prints:\n%s", printed)
	}
}

// make older fails when the older Go cannot build or vet the module, and when go.mod asks for a newer Go. The Go of
// this machine stands in for the older one.
func TestOlderGoIsHeldTo(t *testing.T) {
	output, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		t.Fatal(err)
	}
	version := strings.TrimSpace(string(output))
	for _, c := range []struct{ name, mod, text, complaint string }{
		{"nothing is wrong", "go 1.25.0", "package gate\n", ""},
		{"it does not build", "go 1.25.0", "package gate\n\nvar n int = \"\"\n", "The module must work with " + version},
		{"vet objects", "go 1.25.0", "package gate\n\nimport \"fmt\"\n\nfunc f() { fmt.Printf(\"%d\", \"a\") }\n", "The module must work with " + version},
		{"go.mod asks for a newer Go", "go 1.999.0", "package gate\n", "go.mod requires go >= 1.999.0"},
	} {
		printed, err := runMake(t, map[string]string{
			"Makefile": readFile(t, "Makefile"), "go.mod": "module example.com/gate\n\n" + c.mod + "\n", "a.go": c.text,
		}, "older", "OLDEST_GO="+version)
		if (err == nil) != (c.complaint == "") || !strings.Contains(printed, c.complaint) || !strings.Contains(printed, "with "+version) {
			t.Errorf("%s: make older gives %v and prints, without %q:\n%s", c.name, err, c.complaint, printed)
		}
	}
}

// OLDEST_GO in the Makefile is the version in go.mod.
func TestOldestGoIsThatOfTheModule(t *testing.T) {
	_, rest, _ := strings.Cut(readFile(t, "Makefile"), "\nOLDEST_GO   ?= go")
	oldest, _, _ := strings.Cut(rest, "\n")
	if oldest == "" || !strings.Contains(readFile(t, "go.mod"), "\ngo "+oldest+"\n") {
		t.Errorf("make older uses Go %q, which is not what go.mod asks for", oldest)
	}
}

// makeTest runs make test on some files, without a C compiler, and returns what it prints.
func makeTest(t *testing.T, files map[string]string) (string, error) {
	t.Helper()
	return runMake(t, files, "test", "STATICCHECK=./staticcheck")
}

// runMake runs make on some files and returns what it prints.
func runMake(t *testing.T, files map[string]string, args ...string) (string, error) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, path, text)
	}
	cmd := exec.Command("make", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "MAKEFLAGS=", "CGO_ENABLED=0")
	output, err := cmd.CombinedOutput()
	return string(output), err
}
