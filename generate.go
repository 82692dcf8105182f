// Package stashgo holds the directives that generate the SDK from the documents in api, and the code in README from the
// flows that run. Programs import github.com/stash-sdk/stash-go/stash.
package stashgo

//go:generate go run ./internal/tools/generate
//go:generate go run ./internal/tools/readme/fill
