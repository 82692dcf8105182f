// Command ratios reads the output of go test -bench and prints each benchmark against its rivals: those whose name is
// the same up to the last slash. Of several runs it takes the fastest, because noise only ever adds time. Then it says
// which targets are reached.
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "ratios: reading the benchmarks:", err)
		os.Exit(1)
	}
	results := parse(string(input))
	if len(results) == 0 {
		fmt.Fprintf(os.Stderr, "ratios: no benchmark was run\n%s", input)
		os.Exit(1)
	}
	fmt.Printf("%s\n\n%s\n%s", machine(string(input)), table(results), judged(results))
}
