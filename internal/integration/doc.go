// Package integration tests the SDK against real databases, its emulator with curl and a browser, and its documents with
// other tools that read OpenAPI. It is a module of its own, so that none of their packages is what users download.
//
//	sh run.sh -v
package integration
