// Package stashgo has the directives of make generate. They write the generated code from the documents in api, and copy
// the code of stash/flows into the pages of documentation. Programs import github.com/stash-sdk/stash-go/stash.
package stashgo

//go:generate go run ./internal/tools/generate
//go:generate go run ./internal/tools/readme/fill
