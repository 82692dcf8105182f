// Command soak makes calls for minutes through an emulated Stash that fails in every way it knows, and looks for
// what only time shows: purchases lost or doubled, goroutines, connections and memory left over.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	limit := flag.Duration("for", 5*time.Minute, "how long to make calls")
	callers := flag.Int("callers", 64, "how many goroutines make them")
	server := flag.Bool("server", false, "be the emulated Stash, as the program starts it for itself")
	flag.Parse()
	if *server {
		if err := serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "soak: the emulated Stash:", err)
			os.Exit(1)
		}
		return
	}
	report, err := soak(context.Background(), *limit, *callers)
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
	fmt.Print(report)
	if len(report.wrong) > 0 {
		os.Exit(1)
	}
}
