// Command bench reads the output of go test -bench from its input and prints two tables: the time of each benchmark
// as a ratio of its rivals' times, and which targets are reached. Rivals have the same name up to the last slash. Of
// several runs the fastest counts, because other load on the machine only adds time.
//
// make bench runs it. Run it before a release, and after a change to internal/transport or internal/wire.
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench: the benchmarks cannot be read:", err)
		os.Exit(1)
	}
	results := parse(string(input))
	if len(results) == 0 {
		fmt.Fprintf(os.Stderr, "bench: the input has no benchmark:\n%s", input)
		os.Exit(1)
	}
	fmt.Printf("%s\n\n%s\n%s", machine(string(input)), table(results), judged(results))
}
