// Package checks has the tests that check the repository as a whole: the documents, generated code, imports, comments,
// licences, pages, the Makefile and GitHub's files. Each check also has a test that makes it fail.
//
// make test runs them. Run go test ./internal/tools/checks after a change to a document, a template or the Makefile.
package checks

import (
	"fmt"
	"os"
	"testing"
)

// TestMain runs the checks in the root of the repository, because their paths start there.
func TestMain(m *testing.M) {
	if err := os.Chdir("../../.."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
