package integration

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestGuideByCurl sends the request of Stash's API-key guide to "stash emulate" with curl. It builds the tool, writes
// the lines that the tool prints for a shell into a file, and runs guide.sh with it. After the emulator has ended,
// guide.sh must fail.
func TestGuideByCurl(t *testing.T) {
	dir := t.TempDir()
	tool, lines := filepath.Join(dir, "stash"), filepath.Join(dir, "env.sh")
	if printed, err := exec.Command("go", "build", "-C", "../..", "-o", tool, "./cmd/stash").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	file, err := os.Create(lines)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	emulator := exec.Command(tool, "emulate", "--export")
	emulator.Stdout = file
	if err := emulator.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- emulator.Wait() }()
	stop := sync.OnceValue(func() error {
		_ = emulator.Process.Signal(os.Interrupt)
		return <-ended
	})
	t.Cleanup(func() { _ = stop() })
	for deadline := time.Now().Add(time.Minute); ; {
		if text, _ := os.ReadFile(lines); strings.Contains(string(text), "STASH_BASE_URL") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("nothing is in %s (%v)", lines, stop())
		}
		time.Sleep(10 * time.Millisecond)
	}
	script := func() (string, error) {
		printed, err := exec.Command("sh", "guide.sh", lines).CombinedOutput()
		return string(printed), err
	}
	if printed, err := script(); err != nil || !strings.HasPrefix(printed, "The checkout ") {
		t.Errorf("%v: %s", err, printed)
	}
	if err := stop(); err != nil {
		t.Errorf("interrupted, the emulator ends with %v", err)
	}
	if printed, err := script(); err == nil {
		t.Errorf("without an emulator the script is content: %s", printed)
	}
}
