// Command stash is the developer's tool of the Stash SDK: an emulated Stash, any call by name, signatures, webhooks.
// Run stash help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	// A background job of a shell script is ended with SIGTERM: such shells make it ignore the interrupt.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
