// Package readme sees to it that what people paste from a Markdown text works: it compiles the programs in it, and takes
// its other code from files that are compiled and run.
package readme

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Programs returns the Go code blocks that are whole programs: those that begin with package main.
func Programs(markdown string) []string {
	var programs []string
	var block *strings.Builder // nil outside a Go code block
	for line := range strings.Lines(markdown) {
		switch fence := strings.TrimSpace(line); {
		case block == nil && fence == "```go":
			block = new(strings.Builder)
		case block != nil && fence == "```":
			if text := block.String(); strings.HasPrefix(strings.TrimSpace(text), "package main") {
				programs = append(programs, text)
			}
			block = nil
		case block != nil:
			block.WriteString(line)
		}
	}
	return programs
}

// Compile builds each program in a new module beside a checkout of this one, as someone who pastes it would. A
// text without a program is an error: it would be compiled never and looked at by nobody.
func Compile(checkout, markdown string) error {
	programs := Programs(markdown)
	if len(programs) == 0 {
		return errors.New("there is no Go program: no code block marked go begins with package main")
	}
	checkout, err := filepath.Abs(checkout)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "readme")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	// The checkout's sums cover all that its packages need, so nothing is looked up.
	sums, err := os.ReadFile(filepath.Join(checkout, "go.sum"))
	if err != nil {
		return err
	}
	files := map[string]string{"go.mod": moduleFile(checkout), "go.sum": string(sums)}
	for i, program := range programs {
		files[filepath.Join(fmt.Sprintf("program%d", i+1), "main.go")] = program
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	cmd := exec.Command("go", "vet", "-mod=mod", "./...") // it type-checks all of them, and writes no binary
	cmd.Dir = dir
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("a program does not compile, or go vet objects to it:\n%s", output)
	}
	return nil
}

func moduleFile(checkout string) string {
	return fmt.Sprintf(`module example.com/readme

go 1.25.0

require github.com/stash-sdk/stash-go v0.0.0

replace github.com/stash-sdk/stash-go => %q
`, checkout)
}
