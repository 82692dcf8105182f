// Command compat fails when the documents or the exported names break programs that were written for the last
// release, unless CHANGELOG.md says so. It changes nothing: files that are not committed yet are judged as they are.
//
// The two tools are modules with a version each, run by go run; they are built only when there is a release to
// compare with.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	var c checker
	flag.StringVar(&c.oasdiff, "oasdiff", "", "oasdiff, as go run takes it")
	flag.StringVar(&c.apidiff, "apidiff", "", "apidiff, as go run takes it")
	flag.Parse()
	found, said, err := c.check(".")
	if err != nil {
		fmt.Fprintf(os.Stderr, "compat: %v\n", err)
		os.Exit(1)
	}
	for _, sentence := range found {
		fmt.Println(sentence)
	}
	fmt.Println(said)
	if len(found) > 0 && !c.announced {
		os.Exit(1)
	}
}
