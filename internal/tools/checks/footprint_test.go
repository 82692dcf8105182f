package checks

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/tools/worktree"
)

// What the SDK may add to a program, compared with one that uses only net/http.
const (
	mostPackages = 7               // linked packages that are not the standard library's
	mostBytes    = 512 << 10       // of the stripped binary
	mostCPU      = 3 * time.Second // of a clean build
)

// footprint is what was measured of a program.
type footprint struct {
	packages []string
	bytes    int64
	cpu      time.Duration
	inits    []string // lines of the runtime's trace of package initialization
}

// TestFootprint builds a program that uses the SDK, in a module of its own, and one that uses only net/http.
func TestFootprint(t *testing.T) {
	root := t.TempDir() // a new folder, so that the build cache has the standard library but not the SDK
	if err := worktree.Copy(".", filepath.Join(root, "sdk")); err != nil {
		t.Fatal(err)
	}
	bare := build(t, root, "bare")
	sdk := build(t, root, "sdk")
	t.Logf("packages %v; %d KiB over bare net/http; %v CPU over it", sdk.packages, (sdk.bytes-bare.bytes)>>10, sdk.cpu-bare.cpu)
	for _, sentence := range excess(sdk, bare) {
		t.Error(sentence)
	}
}

func excess(sdk, bare footprint) (found []string) {
	if n := len(sdk.packages); n > mostPackages {
		found = append(found, fmt.Sprintf("a program links %d packages over the standard library, more than %d: %v.", n, mostPackages, sdk.packages))
	}
	if over := sdk.bytes - bare.bytes; over > mostBytes {
		found = append(found, fmt.Sprintf("a stripped program is %d bytes larger than with net/http alone, more than %d.", over, mostBytes))
	}
	if over := sdk.cpu - bare.cpu; over > mostCPU {
		found = append(found, fmt.Sprintf("a clean build takes %v of CPU more than with net/http alone, more than %v.", over, mostCPU))
	}
	for _, line := range sdk.inits {
		found = append(found, "a package allocates memory before main: "+line)
	}
	return found
}

// TestFootprintCanFail exceeds each limit once.
func TestFootprintCanFail(t *testing.T) {
	within := footprint{packages: make([]string, mostPackages), bytes: mostBytes, cpu: mostCPU}
	if found := excess(within, footprint{}); len(found) != 0 {
		t.Errorf("within the limits: %v", found)
	}
	for _, over := range []footprint{
		{packages: make([]string, mostPackages+1)}, {bytes: mostBytes + 1}, {cpu: mostCPU + 1}, {inits: []string{"x"}},
	} {
		if found := excess(over, footprint{}); len(found) != 1 {
			t.Errorf("%+v: found %v", over, found)
		}
	}
	trace := "init runtime @0.1 ms, 0.05 ms clock, 0 bytes, 0 allocs\ninit " + module + "/stash @1 ms, 0.01 ms clock, 64 bytes, 2 allocs\ninit " + module + "/gen @1 ms, 0 ms clock, 0 bytes, 0 allocs\n"
	if found := initWork(trace); len(found) != 1 || !strings.Contains(found[0], "/stash") {
		t.Errorf("init work found: %v", found)
	}
}

// build builds a consumer program and measures it.
func build(t *testing.T, root, name string) footprint {
	t.Helper()
	dir := filepath.Join(root, "consumer-"+name)
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "main.go"), readFile(t, filepath.Join("internal", "tools", "checks", "testdata", "consumer", name+".go.txt")))
	mod := "module consumer\n\ngo 1.25.0\n"
	if name == "sdk" {
		mod += "\nrequire " + module + " v0.0.0\n\nreplace " + module + " => ../sdk\n"
	}
	writeFile(t, filepath.Join(dir, "go.mod"), mod)
	command := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		return cmd
	}
	// This runs before the measured build, because it may read modules.
	if output, err := command("go", "mod", "tidy").CombinedOutput(); err != nil {
		t.Fatalf("go mod tidy: %v\n%s", err, output)
	}
	if output, err := command("go", "build", "std").CombinedOutput(); err != nil {
		t.Fatalf("go build std: %v\n%s", err, output)
	}
	compile := command("go", "build", "-ldflags=-s -w", "-o", "program", ".")
	if output, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, output)
	}
	f := footprint{cpu: compile.ProcessState.UserTime() + compile.ProcessState.SystemTime()}
	info, err := os.Stat(filepath.Join(dir, "program"))
	if err != nil {
		t.Fatal(err)
	}
	f.bytes = info.Size()
	list, err := command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range strings.Fields(string(list)) {
		if path != "consumer" {
			f.packages = append(f.packages, path)
		}
	}
	traced := command("./program")
	traced.Env = append(os.Environ(), "GODEBUG=inittrace=1", "STASH_API_KEY=", "STASH_SHOP_ID=", "STASH_HMAC_SECRET=", "STASH_BASE_URL=")
	trace, _ := traced.CombinedOutput() // the program fails, because it has no credential
	f.inits = initWork(string(trace))
	return f
}

var initLine = regexp.MustCompile(`(?m)^init (\S+) @.*, (\d+) bytes, (\d+) allocs$`)

// initWork returns the lines of the runtime's trace in which a package of this module allocates memory.
func initWork(trace string) (found []string) {
	for _, match := range initLine.FindAllStringSubmatch(trace, -1) {
		if strings.HasPrefix(match[1], module) && (match[2] != "0" || match[3] != "0") {
			found = append(found, match[0])
		}
	}
	return found
}
