package main

import (
	"fmt"
	"runtime"
	"strings"
)

// machine describes where the benchmarks ran. The processor is in their output; the rest is read here, because this
// program runs on the same machine.
func machine(output string) string {
	cpu := "unknown processor"
	for line := range strings.Lines(output) {
		if model, ok := strings.CutPrefix(line, "cpu: "); ok {
			cpu = strings.TrimSpace(model)
			break
		}
	}
	return fmt.Sprintf("%s %s/%s, %s, %d cores", runtime.Version(), runtime.GOOS, runtime.GOARCH, cpu, runtime.NumCPU())
}
