// Command drift fails when generated files are not what the documents generate. It changes nothing: files that
// are not committed yet are judged as they are.
package main

import (
	"fmt"
	"os"
)

func main() {
	found, err := check(".")
	if err != nil {
		fmt.Fprintf(os.Stderr, "drift: %v\n", err)
		os.Exit(1)
	}
	if len(found) == 0 {
		return
	}
	for _, sentence := range found {
		fmt.Fprintln(os.Stderr, sentence)
	}
	fmt.Fprintln(os.Stderr, "Run make generate and commit what it changes.")
	os.Exit(1)
}
