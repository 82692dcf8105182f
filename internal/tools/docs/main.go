// Command docs writes the generated parts of README.md and of the pages in docs: the code of stash/flows, measured tables,
// and the chart of speed. Its tests check the pages: links, anchors, pictures, Go code and shell commands.
//
// make generate runs it. Run go test ./internal/tools/docs after a change to a page.
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := write("."); err != nil {
		fmt.Fprintf(os.Stderr, "docs: %v\n", err)
		os.Exit(1)
	}
}

// write changes only the files whose text is not right yet.
func write(root string) error {
	wanted, err := generated(root)
	if err != nil {
		return err
	}
	for path, text := range wanted {
		if have, err := os.ReadFile(path); err == nil && string(have) == text {
			continue
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
