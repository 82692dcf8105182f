// Command live calls Stash's test environment with operations that change nothing, holds each answer against the
// document, and prints which facts that nobody could verify it has settled. It prints no id, key or body; the names
// of fields that the document does not know are all that it shows of an answer.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	os.Exit(run(ctx, os.Getenv, os.Stdout))
}

// run returns the exit status: 0 when nothing was called, or all answers are as the document has them.
func run(ctx context.Context, getenv func(string) string, out io.Writer) int {
	s, skip := configure(getenv)
	if skip != "" {
		fmt.Fprintln(out, "live: nothing is called: "+skip)
		return 0
	}
	c, err := newCheck(s)
	if err != nil {
		fmt.Fprintf(out, "live: %v\n", err)
		return 1
	}
	fmt.Fprintf(out, "live: reading from the test environment at %s\n", c.host)
	c.chooseKey(ctx)
	c.perform(ctx)
	c.probePrefix(ctx)
	return c.report(out)
}
