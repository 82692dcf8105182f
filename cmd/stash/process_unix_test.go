//go:build unix

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

// TestInterruptAtThePrompt checks that an interrupt of the shell's process group ends neither an emulator of --export, nor
// its shop. stash stop ends it.
func TestInterruptAtThePrompt(t *testing.T) {
	clean(t)
	stderr, stdout := new(output), new(bytes.Buffer)
	cmd := exec.Command("sh", "-c", `trap : INT; eval "$("$TOOL" emulate --addr 0 --export &)"; kill -INT 0; sleep 0.2; "$TOOL" call ListPlans && "$TOOL" stop`)
	cmd.Env = append(os.Environ(), "TEST_AS_TOOL=1", "TOOL="+os.Args[0])
	cmd.Stdout, cmd.Stderr = stdout, stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // or the interrupt would end this test
	err := cmd.Run()                                      // it waits for the emulator too, because that has its standard error
	if err != nil || !strings.Contains(stdout.String(), `"plans"`) {
		t.Errorf("%v: %s%s", err, stdout, stderr)
	}
}

// TestTerminatedWithItsProgram checks that the signal that ends a service reaches the program that the emulator runs.
func TestTerminatedWithItsProgram(t *testing.T) {
	clean(t)
	stdout := new(output)
	cmd := process("emulate", "--addr", "0", "--", "sh", "-c", `trap 'echo ended; exit 3' TERM; echo begun; while :; do sleep 0.05; done`)
	cmd.Stdout = stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stdout.until(t, "begun")
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	var ended *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &ended) || ended.ExitCode() != 3 || !strings.Contains(stdout.String(), "ended") {
		t.Errorf("%v: %s", err, stdout)
	}
}
