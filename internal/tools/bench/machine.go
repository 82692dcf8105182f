package main

import (
	"fmt"
	"runtime"
	"strings"
)

// machine says where the benchmarks ran: the processor as they print it, and the rest as this program, which runs
// beside them, finds it.
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
