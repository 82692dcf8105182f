package integration

import (
	"os/exec"
	"strings"
	"testing"
)

// TestOtherLanguages runs purchases without Go in their code. They set faults, receive webhooks and move the clock over
// the emulator's HTTP API.
func TestOtherLanguages(t *testing.T) {
	for _, program := range []struct{ run, prints string }{
		{"node languages/purchase.mjs", "bought gem-pack-500, renewed 1 times\n"},
		{"python3 languages/purchase.py", "bought gem-pack-500, renewed 1 times\n"},
		{"sh languages/purchase.sh", "bought gem-pack-500\n"},
	} {
		args := append([]string{"emulate", "--addr", "0", "--fault", "GetPaymentEvent:503", "--"}, strings.Fields(program.run)...)
		if strings.HasPrefix(program.run, "sh ") {
			args[4] = "GenerateQuickPayUrl:503x2" // curl repeats only this call
		}
		var logs strings.Builder
		cmd := exec.Command(tool(t), args...)
		cmd.Stderr = &logs
		printed, err := cmd.Output()
		if err != nil || string(printed) != program.prints {
			t.Errorf("%s: %v, %q\n%s", program.run, err, printed, &logs)
		}
	}
}
