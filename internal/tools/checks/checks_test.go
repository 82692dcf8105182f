// Package upkeep holds the checks that keep the repository in order: documents, generated code, imports, comments,
// the README and the gate itself. It has tests alone.
package checks

import (
	"fmt"
	"os"
	"testing"
)

// TestMain runs the checks at the repository's root, where the paths in them begin.
func TestMain(m *testing.M) {
	if err := os.Chdir("../../.."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
