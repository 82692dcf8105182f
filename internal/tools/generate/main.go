// Command generate makes the SDK's generated files from the documents in api. It refuses what it cannot make right code
// of, all at once and before it writes a file. When a document has not changed, it writes nothing.
package main

import (
	"fmt"
	"os"

	"github.com/stash-sdk/stash-go/internal/tools/generate/code"
)

func main() {
	refusals, err := run(".")
	for _, refusal := range refusals {
		fmt.Fprintln(os.Stderr, refusal)
	}
	switch {
	case err != nil:
		fmt.Fprintf(os.Stderr, "generate: %v\n", err)
		os.Exit(1)
	case len(refusals) > 0:
		fmt.Fprintln(os.Stderr, "generate: nothing was written. Change the documents where it says so, and run make generate again.")
		os.Exit(1)
	}
}

// run generates in a checkout.
func run(root string) (refusals []fmt.Stringer, err error) {
	files, refused, err := code.All(root)
	if err == nil && refused == nil && code.Changed(root, files) {
		refused, err = code.Compile(root, files)
	}
	for _, refusal := range refused {
		refusals = append(refusals, refusal)
	}
	if err != nil || refused != nil {
		return refusals, err
	}
	written, err := code.Place(root, files)
	for _, path := range written {
		fmt.Println("generate: wrote " + path)
	}
	return nil, err
}
