// Command stash is the Stash SDK's tool for developers. It runs an emulated Stash, calls any operation by name, makes and
// checks signatures, and sends and receives webhooks. Run stash help for the commands.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	// A shell script ends its background jobs with SIGTERM, because shells make them ignore the interrupt.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
