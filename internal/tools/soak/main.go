// Command soak makes calls for minutes to an emulator that injects every kind of fault. Then it looks for purchases
// that were lost or doubled, and for goroutines, connections and memory that were not released.
//
// make soak runs it, for SOAK=5m. Run it before a release, and after a change to connections, retries or buffers.
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
	callers := flag.Int("callers", 64, "how many goroutines make calls")
	server := flag.Bool("server", false, "be the emulator; the program starts itself with this flag")
	flag.Parse()
	if *server {
		if err := serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "soak: the emulator:", err)
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
