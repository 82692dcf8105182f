// Command compat finds changes that break programs written for an earlier version: in the API documents and in the
// exported names of the packages that programs import. It compares the files of the checkout, committed or not, with a
// base, and changes nothing.
//
//	make compat             the base is the last release: the newest tag v… that the checkout contains
//	make compat BASE=<rev>  the base is any commit, branch or tag
//
// make test runs it. A break makes it fail, unless CHANGELOG.md lists breaks under Unreleased, Breaking.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	var c checker
	flag.StringVar(&c.base, "base", "", "the commit, branch or tag to compare with; empty for the last release")
	flag.StringVar(&c.oasdiff, "oasdiff", "", "oasdiff, as go run takes it: package@version")
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
