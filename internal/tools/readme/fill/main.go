// Command fill writes into README.md what it shows of other files: the code of the flows, and measured tables.
package main

import (
	"fmt"
	"os"

	"github.com/stash-sdk/stash-go/internal/tools/readme"
)

func main() {
	if err := fill(); err != nil {
		fmt.Fprintf(os.Stderr, "fill: README.md: %v\n", err)
		os.Exit(1)
	}
}

func fill() error {
	text, err := os.ReadFile("README.md")
	if err != nil {
		return err
	}
	filled, err := readme.Fill(".", string(text))
	if err != nil {
		return err
	}
	return os.WriteFile("README.md", []byte(filled), 0o644)
}
