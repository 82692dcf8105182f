package integration

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// built is the stash tool, compiled once.
var built struct {
	once sync.Once
	path string
	err  error
}

func tool(t *testing.T) string {
	t.Helper()
	built.once.Do(func() {
		dir, err := os.MkdirTemp("", "stash-tool")
		if err != nil {
			built.err = err
			return
		}
		built.path = filepath.Join(dir, "stash")
		cmd := exec.Command("go", "build", "-o", built.path, "github.com/stash-sdk/stash-go/cmd/stash")
		cmd.Stderr = os.Stderr
		built.err = cmd.Run()
	})
	if built.err != nil {
		t.Fatalf("the stash tool does not build: %v", built.err)
	}
	return built.path
}

// emulated is a running "stash emulate".
type emulated struct {
	exports map[string]string // as printed for a shell
}

// emulate starts "stash emulate" and interrupts it when the test ends.
func emulate(t *testing.T, flags ...string) *emulated {
	t.Helper()
	cmd := exec.Command(tool(t), append([]string{"emulate", "--export"}, flags...)...)
	var logs bytes.Buffer
	cmd.Stderr = &logs
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		if err := cmd.Wait(); err != nil {
			t.Errorf("stash emulate ended with %v: %s", err, logs.String())
		}
	})
	e := &emulated{map[string]string{}}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "unset ") {
			break // a comment follows
		}
		if name, value, ok := strings.Cut(strings.TrimPrefix(lines.Text(), "export "), "="); ok {
			e.exports[name] = strings.Trim(value, "'")
		}
	}
	if e.exports["STASH_BASE_URL"] == "" {
		t.Fatalf("stash emulate printed no address: %v", lines.Err())
	}
	return e
}
