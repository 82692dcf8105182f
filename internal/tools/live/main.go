// Command live calls the operations that change nothing in Stash's test environment, compares each response with
// api/openapi.yaml, and prints which facts this verifies. It never prints an id, a key or a body. Of a response it
// prints the status, and the names of fields and enum values that the document does not have.
//
// make live runs it. Run it when you have credentials of the test environment; without them it prints which variables
// it needs, calls nothing and succeeds.
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

// run returns the exit status: 0 when nothing was called, or when every response is as the document says.
func run(ctx context.Context, getenv func(string) string, out io.Writer) int {
	s, skip := configure(getenv)
	if skip != "" {
		fmt.Fprintln(out, "live: nothing was called: "+skip)
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
