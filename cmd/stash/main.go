// Command stash is the developer's tool of the Stash SDK.
//
//	stash demo    a purchase from checkout to payment event, against an emulated Stash
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
)

const usage = `usage: stash <command>

commands:
  demo    walk through a purchase against an emulated Stash: no account, no network
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit status: 0 when the command did what it says, 1 when it failed, 2 when it was not understood.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		fmt.Fprint(stderr, usage)
		return 2
	}
	switch args[0] {
	case "help", "-h", "--help":
		fmt.Fprint(stdout, usage)
		return 0
	case "demo":
		if err := demo(ctx, stdout); err != nil {
			fmt.Fprintf(stderr, "stash demo: %v\n", err)
			return 1
		}
		return 0
	default:
		fmt.Fprintf(stderr, "stash: there is no command %q; run stash help to see them\n", args[0])
		return 2
	}
}
