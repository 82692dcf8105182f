// Command drift fails when a generated file is not what go generate writes. It generates in a copy of the checkout,
// with the files that are not committed yet, and changes nothing here.
//
// make drift runs it, and make test does. Run make generate when it fails.
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
