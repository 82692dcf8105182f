package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

var (
	shell   = regexp.MustCompile("(?ms)^[ \t]*```(?:sh|bash|console|shell)\n(.*?)^[ \t]*```")
	invoked = regexp.MustCompile(`(?:^|[|&;("] *|\$ |\./cmd/)(make|stash)(?: +([a-z][a-z-]*))?`)
)

// Shell commands on the pages name targets of the Makefile and commands of stash that are there.
func TestShellCommands(t *testing.T) {
	makefile, err := os.ReadFile("Makefile")
	if err != nil {
		t.Fatal(err)
	}
	help, err := exec.Command("go", "run", "./cmd/stash", "help").Output()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{"make": string(makefile), "stash": string(help)}
	for page, text := range read(t) {
		for _, sentence := range unknownCommands(text, names) {
			t.Errorf("%s: %s", page, sentence)
		}
	}
	const good = "```sh\nmake test BASE=v1 # comment\nstash emulate & stash call X | stash verify\ncd a && make demo\n" +
		"go run ./cmd/stash demo\neval \"$(stash emulate --export &)\"\n```\n"
	if found := unknownCommands(good, names); len(found) != 0 {
		t.Errorf("commands that are there give %q", found)
	}
	for _, wrong := range []string{"make tests", "stash emulates", "cd a && make demos", "go run ./cmd/stash none"} {
		if found := unknownCommands("```sh\n"+wrong+"\n```\n", names); len(found) != 1 {
			t.Errorf("%s gives %q, want one sentence", wrong, found)
		}
	}
}

// unknownCommands returns a sentence for each command that the Makefile or the help of stash does not have.
func unknownCommands(text string, names map[string]string) (found []string) {
	for _, block := range shell.FindAllStringSubmatch(text, -1) {
		for line := range strings.Lines(block[1]) {
			line, _, _ = strings.Cut(" "+line, " #")
			for _, match := range invoked.FindAllStringSubmatch(strings.TrimSpace(line), -1) {
				program, name := match[1], match[2]
				pattern := `(?m)^` + name + `:`
				if program == "stash" {
					pattern = `(?m)^ +(?:stash )?` + name + `\b`
				}
				if name != "" && !regexp.MustCompile(pattern).MatchString(names[program]) {
					found = append(found, fmt.Sprintf("%s has no command %q.", program, name))
				}
			}
		}
	}
	return found
}
