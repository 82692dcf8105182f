package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestMain lets the test binary act as the tool, to test what needs a process: signals and a broken standard output.
func TestMain(m *testing.M) {
	if os.Getenv("TEST_AS_TOOL") != "" {
		main()
	}
	os.Exit(m.Run())
}

// process is the tool, run as a separate process.
func process(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "TEST_AS_TOOL=1")
	return cmd
}

// TestInterrupted checks that either signal stops a running command without an error.
func TestInterrupted(t *testing.T) {
	clean(t)
	t.Setenv("STASH_WEBHOOK_SECRET", "fake-webhook-secret")
	for _, name := range []string{"emulate", "listen"} {
		for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
			cmd, stderr := process(name), new(output)
			cmd.Stderr = stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			stderr.until(t, address)
			if err := cmd.Process.Signal(signal); err != nil {
				t.Error(err)
			}
			if err := cmd.Wait(); err != nil || strings.Count(stderr.String(), "\n") != 1 {
				t.Errorf("%s after %v: %v\n%s", name, signal, err, stderr)
			}
		}
	}
}

// TestEval checks that a shell can set the lines of --export, call with them, and stop the emulator by the process id in
// its log.
func TestEval(t *testing.T) {
	clean(t)
	stderr, stdout := new(output), new(bytes.Buffer)
	cmd := exec.Command("sh", "-c", `eval "$("$TOOL" emulate --export --shop-handle sample-shop &)"; "$TOOL" call ListPlans`)
	cmd.Env = append(os.Environ(), "TEST_AS_TOOL=1", "TOOL="+os.Args[0])
	cmd.Stdout, cmd.Stderr = stdout, stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }() // which waits for the emulator too, because that has its standard error
	stderr.until(t, `(?s)listening.*ListPlans.*HTTP 200\n`)
	id, err := strconv.Atoi(regexp.MustCompile(`kill ([0-9]+) to stop`).FindStringSubmatch(stderr.String())[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(id, syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if err := <-ended; err != nil || !strings.Contains(stdout.String(), `"plans"`) {
		t.Errorf("%v: %s%s", err, stdout, stderr)
	}
}

// TestNobodyReads checks that the tool stops immediately and silently when its reader stops reading, as head -1 does. The
// signal of a broken pipe stops it, as for any tool.
func TestNobodyReads(t *testing.T) {
	clean(t)
	for _, args := range [][]string{{"operations"}, {"help"}, {"emulate", "--print-seed"}, {"emulate"}, {"demo"}, {"completion", "bash"}} {
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		_ = read.Close()
		var stderr bytes.Buffer
		cmd := process(args...)
		cmd.Stdout, cmd.Stderr = write, &stderr
		err = cmd.Run()
		_ = write.Close()
		var ended *exec.ExitError
		if !errors.As(err, &ended) || ended.Sys().(syscall.WaitStatus).Signal() != syscall.SIGPIPE || stderr.Len() > 0 {
			t.Errorf("stash %q ends with %v and says %s", args, err, &stderr)
		}
	}
}

// TestNothingCanBeWritten checks that a standard output that cannot be written, as on a full disk, is an error of one line.
func TestNothingCanBeWritten(t *testing.T) {
	clean(t)
	t.Setenv("STASH_HMAC_SECRET", "fake-secret")
	t.Setenv("STASH_SHOP_ID", fakeShopID)
	closed, err := os.Open(filepath.Clean(written(t, ""))) // open for reading only
	if err != nil {
		t.Fatal(err)
	}
	defer closed.Close()
	for _, args := range [][]string{
		{"demo"}, {"emulate"}, {"emulate", "--export"}, {"emulate", "--print-seed"}, {"operations"}, {"operations", "ListPlans"}, {"sign"}, {"completion", "zsh"}, {"help"},
		{"help", "call"}, {"call", "--help"},
	} {
		var stderr bytes.Buffer
		cmd := process(args...)
		cmd.Stdout, cmd.Stderr = closed, &stderr
		var ended *exec.ExitError
		if err := cmd.Run(); !errors.As(err, &ended) || ended.ExitCode() != 1 || strings.Count(stderr.String(), "\n") != 1 || !strings.HasPrefix(stderr.String(), "stash ") {
			t.Errorf("stash %q ends with %v and says %s", args, err, &stderr)
		}
	}
}
