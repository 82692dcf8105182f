package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"
)

// runProgram runs a program with more environment variables, and waits for its end. Its error says how the program
// ended. An interrupt from a terminal goes to the program too, so it is not passed on; other signals are.
func runProgram(ctx context.Context, s *streams, variables [][2]string) error {
	path, err := exec.LookPath(s.program[0])
	if err != nil {
		return misuse("the program %.60q cannot be run: %w", s.program[0], errors.Unwrap(err))
	}
	cmd := exec.Command(path, s.program[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.in, s.out, s.err
	cmd.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=") // the variables of another shop would be mixed with the emulator's
		return strings.HasPrefix(name, "STASH_")
	})
	for _, each := range variables {
		cmd.Env = append(cmd.Env, each[0]+"="+each[1])
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("the program cannot be run: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM)
	defer signal.Stop(signals)
	var giveUp <-chan time.Time
	for {
		select {
		case err := <-ended:
			return err
		case sent := <-signals:
			_ = cmd.Process.Signal(sent)
		case <-ctx.Done():
			ctx, giveUp = context.Background(), time.After(patience)
		case <-giveUp:
			_ = cmd.Process.Kill()
		}
	}
}

// patience is how long a program has to end after an interrupt.
const patience = 10 * time.Second

// exitStatus is a program's exit status, as a shell tells it.
func exitStatus(ended *exec.ExitError) int {
	if status, ok := ended.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return ended.ExitCode()
}
