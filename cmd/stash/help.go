package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

var helpCommand = command{
	name: "help", args: "[command]", summary: "explain a command, with examples",
	examples: []string{"stash help call", "stash call --help"},
}

// setup is assigned here, because help reads the table that contains it.
func init() {
	helpCommand.words = commandNames
	helpCommand.setup = func(*flag.FlagSet) action { return help }
}

func help(_ context.Context, s *streams, args []string) error {
	if len(args) == 0 {
		_, err := io.WriteString(s.out, overview())
		return err
	}
	name, err := one(args, "the command", "run stash help <command>")
	if err != nil {
		return err
	}
	c, err := find(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(s.out, c.help())
	return err
}

func overview() string {
	var b strings.Builder
	b.WriteString("usage: stash <command> [flags]\n\ncommands:\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, c := range commands() {
		fmt.Fprintf(w, "  %s\t%s\n", c.name, c.summary)
	}
	_ = w.Flush()
	b.WriteString("\nRun stash help <command> for its flags and examples. The first steps, with no account and no network:\n\n" +
		"  eval \"$(stash emulate --export &)\"\n  stash call GenerateQuickPayUrl --example > body.json\n  stash call GenerateQuickPayUrl -d @body.json\n")
	return b.String()
}

func (c command) help() string {
	var b strings.Builder
	fmt.Fprintf(&b, "usage: stash %s\n\n%s.\n", strings.TrimSpace(c.name+" "+c.args), strings.ToUpper(c.summary[:1])+c.summary[1:])
	if c.text != "" {
		fmt.Fprintf(&b, "\n%s\n", strings.TrimSpace(c.text))
	}
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.setup(fs)
	heading := "\nflags:\n"
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fs.VisitAll(func(f *flag.Flag) {
		value, usage := flag.UnquoteUsage(f)
		fmt.Fprintf(w, "%s  %s\t%s\n", heading, strings.TrimSpace(dashed(f.Name)+" "+value), usage)
		heading = ""
	})
	_ = w.Flush()
	b.WriteString("\nexamples:\n")
	for _, example := range c.examples {
		fmt.Fprintf(&b, "  %s\n", example)
	}
	return b.String()
}

// dashed is how people write a flag.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

func commandNames() ([]string, error) {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name)
	}
	return names, nil
}
