// Package integration tests the SDK against real databases. It is a module of its own, so that their drivers stay out
// of what users download.
//
//	sh run.sh -v
package integration
