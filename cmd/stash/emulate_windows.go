package main

import (
	"errors"
	"syscall"
)

// leaveForeground does nothing, because a console has no process groups in the sense of a Unix shell.
func leaveForeground() {}

// portTaken reports whether an address could not be opened because another program has its port.
func portTaken(err error) bool {
	const addressInUse = syscall.Errno(10048) // WSAEADDRINUSE
	return errors.Is(err, addressInUse)
}
