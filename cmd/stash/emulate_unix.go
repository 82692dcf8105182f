//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// leaveForeground takes the emulator out of the shell's foreground process group. An interrupt at the prompt would end it
// otherwise, although the shell runs it in the background: in $(…) a shell does not give a job its own group.
func leaveForeground() {
	if syscall.Getpgrp() != os.Getpid() {
		_ = syscall.Setpgid(0, 0)
	}
}

// portTaken reports whether an address could not be opened because another program has its port.
func portTaken(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }
