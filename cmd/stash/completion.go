package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
)

var completionCommand = command{
	name: "completion", args: "bash|zsh|fish", summary: "print a script that completes commands, flags, operations and events",
	examples: []string{
		"source <(stash completion bash)",
		"source <(stash completion zsh)",
		"stash completion fish | source",
	},
	words: func() ([]string, error) { return shells, nil },
}

var shells = []string{"bash", "zsh", "fish"}

// setup is assigned here, because the script lists the table that contains completion.
func init() {
	completionCommand.setup = func(*flag.FlagSet) action {
		return func(_ context.Context, s *streams, args []string) error {
			shell, err := one(args, "the shell", "run stash completion bash, zsh or fish")
			if err != nil {
				return err
			}
			write, ok := map[string]func([]completed) string{"bash": bash, "zsh": zsh, "fish": fish}[shell]
			if !ok {
				return misuse("there is no completion for %.40q%s; run stash completion bash, zsh or fish", shell, contract.Suggestion(shell, shells))
			}
			table, err := completions()
			if err != nil {
				return err
			}
			_, err = io.WriteString(s.out, write(table))
			return err
		}
	}
}

// completed holds the words and flags that can follow a command.
type completed struct {
	name, summary string
	words, flags  []string
}

func completions() ([]completed, error) {
	var table []completed
	for _, c := range commands() {
		each := completed{name: c.name, summary: c.summary}
		if c.words != nil {
			var err error
			if each.words, err = c.words(); err != nil {
				return nil, err
			}
		}
		fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.setup(fs)
		fs.VisitAll(func(f *flag.Flag) { each.flags = append(each.flags, dashed(f.Name)) })
		each.flags = append(each.flags, "--help")
		table = append(table, each)
	}
	return table, nil
}

func bash(table []completed) string {
	return "# Completes stash in bash: source <(stash completion bash)\n_stash() {\n  local words\n  " +
		words(table, "${COMP_WORDS[1]}", `[ "$COMP_CWORD" -eq 1 ]`) +
		`  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))` + "\n}\ncomplete -o default -F _stash stash\n"
}

func zsh(table []completed) string {
	return "#compdef stash\n# Completes stash in zsh: source <(stash completion zsh)\n_stash() {\n  local words_of_stash\n  " +
		strings.ReplaceAll(words(table, "${words[2]}", `[ "$CURRENT" -eq 2 ]`), "words='", "words_of_stash='") +
		"  compadd -- ${=words_of_stash}\n  _files\n}\ncompdef _stash stash\n"
}

// words writes the shell code that sets a variable to the possible next words.
func words(table []completed, command, first string) string {
	var b strings.Builder
	var names []string
	for _, c := range table {
		names = append(names, c.name)
	}
	fmt.Fprintf(&b, "if %s; then\n    words='%s'\n  else\n    case \"%s\" in\n", first, strings.Join(names, " "), command)
	for _, c := range table {
		fmt.Fprintf(&b, "      %s) words='%s' ;;\n", c.name, strings.Join(append(c.words[:len(c.words):len(c.words)], c.flags...), " "))
	}
	b.WriteString("      *) words='' ;;\n    esac\n  fi\n")
	return b.String()
}

func fish(table []completed) string {
	var b strings.Builder
	b.WriteString("# Completes stash in fish: stash completion fish | source\n")
	for _, c := range table {
		fmt.Fprintf(&b, "complete -c stash -n __fish_use_subcommand -f -a %s -d %s\n", c.name, quoted(c.summary))
		on := "complete -c stash -n '__fish_seen_subcommand_from " + c.name + "' "
		if len(c.words) > 0 {
			fmt.Fprintf(&b, "%s-a '%s'\n", on, strings.Join(c.words, " "))
		}
		for _, name := range c.flags {
			kind := "-l"
			if !strings.HasPrefix(name, "--") {
				kind = "-s"
			}
			fmt.Fprintf(&b, "%s%s %s\n", on, kind, strings.TrimLeft(name, "-"))
		}
	}
	return b.String()
}
