package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
)

func TestCommands(t *testing.T) {
	for _, tt := range []struct {
		args           []string
		status         int
		stdout, stderr string // parts of what is printed
	}{
		{nil, 2, "", "usage: stash <command>"},
		{[]string{"help"}, 0, "usage: stash <command>", ""},
		{[]string{"--help"}, 0, "demo", ""},
		{[]string{"buy"}, 2, "", `there is no command "buy"; run stash help to list the commands`},
		{[]string{"demo"}, 0, "PAYMENT_STATUS_SUCCEEDED: 2 × 500 gems for 9.98 USD", ""},
	} {
		var stdout, stderr bytes.Buffer
		status := run(t.Context(), tt.args, strings.NewReader(""), &stdout, &stderr)
		if status != tt.status || !strings.Contains(stdout.String(), tt.stdout) || !strings.Contains(stderr.String(), tt.stderr) {
			t.Errorf("stash %q: status %d\nstdout: %s\nstderr: %s", tt.args, status, &stdout, &stderr)
		}
		if tt.stderr == "" && stderr.Len() > 0 {
			t.Errorf("stash %q complains: %s", tt.args, &stderr)
		}
	}
}

// TestDemoFails checks that the demo fails when a step does not do what its line says.
func TestDemoFails(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	if status := run(ctx, []string{"demo"}, strings.NewReader(""), &stdout, &stderr); status != 1 || !strings.Contains(stderr.String(), "stash demo: ") {
		t.Errorf("status %d, stderr %s", status, &stderr)
	}
	if err := demo(ctx, &stdout); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestDemoReads checks that the demo prints one line per step and shows no key.
func TestDemoReads(t *testing.T) {
	var out bytes.Buffer
	if err := demo(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 7 || strings.Contains(out.String(), "fake-key-") || !strings.Contains(out.String(), "[redacted]") {
		t.Errorf("%d lines:\n%s", len(lines), &out)
	}
	for i, line := range lines {
		if !strings.HasPrefix(line, string(rune('1'+i))+". ") {
			t.Errorf("line %d is %q", i+1, line)
		}
	}
}
