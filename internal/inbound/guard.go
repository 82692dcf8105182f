package inbound

import (
	"fmt"
	"runtime/debug"
)

// Guard calls a function of the user's, and returns its panic as an error that says what panicked.
func Guard(what string, call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s panicked: %v\n%s", what, p, debug.Stack())
		}
	}()
	return call()
}
