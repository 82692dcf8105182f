// Package integration tests the SDK against real databases, and its emulator with curl and a browser. It is a module of its own, so
// that the databases' drivers stay out of what users download.
//
//	sh run.sh -v
package integration
