package torture

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/internal/tools/generate/code"
)

// Every construct that works is right on the wire: one document has them all, and its client is compiled and makes each call.
func TestWhatWorksIsRightOnTheWire(t *testing.T) {
	working := map[int]construct{}
	for n, c := range constructs {
		if c.refused == "" && c.call != "" {
			working[n] = c
		}
	}
	text := document(t, base, working)
	files, refusals, err := code.Bare(".", client(), text)
	if err != nil || refusals != nil {
		t.Fatalf("%v %v", refusals, err)
	}
	outcomes := drive(t, files[:1], text, working)
	for n, c := range working {
		o := outcomes[c.name]
		if o == nil {
			t.Errorf("%s: nothing came of it", c.name)
			continue
		}
		want := c.got
		if want == "" {
			want = `{"id":"a"}`
		}
		if sent := c.fill(c.sent, n); o.Sent != sent {
			t.Errorf("%s sends\n\t%s, want\n\t%s", c.name, o.Sent, sent)
		}
		if o.Got != want && !(strings.HasPrefix(want, "error: ") && strings.Contains(o.Got, strings.TrimPrefix(want, "error: "))) {
			t.Errorf("%s gives\n\t%s, want\n\t%s", c.name, o.Got, want)
		}
		if o.Complaint != "" {
			t.Errorf("%s breaks the document: %s", c.name, o.Complaint)
		}
	}
	t.Logf("%d constructs are right on the wire", len(working))
}

type outcome struct{ Sent, Complaint, Got string }

// drive compiles the files with a program that makes the calls, in place of what the checkout has, and runs it.
func drive(t *testing.T, files []code.File, document []byte, cases map[int]construct) map[string]*outcome {
	t.Helper()
	dir := t.TempDir()
	root, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	driver, err := os.ReadFile(filepath.Join("internal", "tools", "generate", "torture", "testdata", "driver.go.txt"))
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, code.File{Path: "cmd/driver/main.go", Text: string(driver)}, code.File{Path: "cmd/driver/calls.go", Text: calls(cases)})
	replace := map[string]string{}
	for i, file := range files {
		at := filepath.Join(dir, strconv.Itoa(i)+".go")
		write(t, at, file.Text)
		replace[filepath.Join(root, filepath.FromSlash(file.Path))] = at
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "overlay.json"), string(overlay))
	write(t, filepath.Join(dir, "document.yaml"), string(document))
	program := filepath.Join(dir, "driver")
	build := exec.Command("go", "build", "-overlay", filepath.Join(dir, "overlay.json"), "-o", program, "./cmd/driver")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("the driver does not compile: %v\n%s", err, output)
	}
	run := exec.Command(program, filepath.Join(dir, "document.yaml"))
	run.Stderr = os.Stderr
	output, err := run.Output()
	if err != nil {
		t.Fatalf("the driver fails: %v", err)
	}
	var outcomes map[string]*outcome
	if err := json.Unmarshal(output, &outcomes); err != nil {
		t.Fatal(err)
	}
	return outcomes
}

// calls is the part of the driver that makes the calls.
func calls(cases map[int]construct) string {
	var text strings.Builder
	text.WriteString("package main\n\nimport (\n\t\"context\"\n\t\"math\"\n\t\"time\"\n\n\t\"" + module + "/gen\"\n)\n\nvar _, _ = time.UTC, math.Pi\n\nvar calls = map[string]called{\n")
	for n, c := range cases {
		answer := c.answer
		if answer == "" {
			answer = `200|application/json|{"id":"a"}`
		}
		call := c.fill(c.call, n)
		if !strings.HasPrefix(call, "nothing(") {
			call = "some(" + call + ")"
		}
		fmt.Fprintf(&text, "\t%q: {%q, func(ctx context.Context, c *gen.Client) (any, error) { return %s }},\n", c.name, answer, call)
	}
	text.WriteString("}\n")
	return text.String()
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
