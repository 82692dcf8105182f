package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os/exec"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// command is one line of the table.
type command struct {
	name     string
	args     string // as in the usage line
	summary  string
	text     string // what help prints after the summary
	examples []string
	words    func() ([]string, error) // the arguments that completion offers; nil for none
	runs     bool                     // the arguments after -- are a program to run
	setup    func(fs *flag.FlagSet) action
}

// action runs a command after its flags are parsed.
type action func(ctx context.Context, s *streams, args []string) error

// streams are a command's standard input, output and error, and the program after -- that the command runs.
type streams struct {
	in       io.Reader
	out, err io.Writer
	program  []string
}

// commands is a function, because help and completion are in the table and also read it.
func commands() []command {
	return []command{
		demoCommand, emulateCommand, callCommand, operationsCommand, signCommand, verifyCommand, sendCommand, listenCommand,
		faultCommand, stopCommand, completionCommand, helpCommand, versionCommand,
	}
}

func find(name string) (command, error) {
	var names []string
	for _, c := range commands() {
		if c.name == name {
			return c, nil
		}
		names = append(names, c.name)
	}
	return command{}, misuse("there is no command %.40q%s; run stash help to list the commands", name, contract.Suggestion(name, names))
}

// misunderstood is the error for a command line that is wrong, so that nothing was done.
type misunderstood struct{ text string }

func (e *misunderstood) Error() string { return e.text }

func misuse(format string, args ...any) error {
	return &misunderstood{fmt.Errorf(format, args...).Error()}
}

// run returns the exit status: 0 when the command succeeded, 1 when it failed, 2 when the command line was wrong.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s := &streams{in: stdin, out: stdout, err: stderr}
	if len(args) == 0 {
		fmt.Fprint(stderr, overview())
		return 2
	}
	name, rest := args[0], args[1:]
	switch name {
	case "-h", "-help", "--help":
		name = helpCommand.name
	case "--version", "-version":
		name = versionCommand.name
	}
	c, err := find(name)
	label := "stash"
	if err == nil {
		label += " " + c.name
		err = c.run(ctx, s, rest)
	}
	if err == nil {
		return 0
	}
	if ended := (*exec.ExitError)(nil); errors.As(err, &ended) {
		return exitStatus(ended)
	}
	fmt.Fprintf(stderr, "%s: %s\n", label, line(strings.TrimPrefix(err.Error(), "stash: ")))
	if bad := (*misunderstood)(nil); errors.As(err, &bad) {
		return 2
	}
	return 1
}

func (c command) run(ctx context.Context, s *streams, args []string) error {
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	act := c.setup(fs)
	fs.VisitAll(func(f *flag.Flag) {
		if yes, ok := f.Value.(interface{ IsBoolFlag() bool }); !ok || !yes.IsBoolFlag() {
			f.Value = filled{f.Value}
		}
	})
	words, after, err := parse(fs, args)
	if s.program = after; !c.runs {
		words, s.program = append(words, after...), nil
	}
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, err = io.WriteString(s.out, c.help())
		return err
	case err != nil:
		return misuse("%w; run stash help %s to list its flags", err, c.name)
	}
	return act(ctx, s, words)
}

// parse accepts flags before and after the arguments, because people write them after the operation. The flag package
// stops at the first argument. The arguments after -- are returned separately.
func parse(fs *flag.FlagSet, args []string) (words, after []string, err error) {
	for {
		if err := fs.Parse(args); err != nil {
			return nil, nil, err
		}
		read := len(args) - fs.NArg()
		if read > 0 && args[read-1] == "--" {
			return words, fs.Args(), nil
		}
		if fs.NArg() == 0 {
			return words, nil, nil
		}
		words, args = append(words, fs.Arg(0)), fs.Args()[1:]
	}
}

// one returns the argument of a command that takes exactly one.
func one(args []string, what, next string) (string, error) {
	switch len(args) {
	case 0:
		return "", misuse("%s is missing; %s", what, next)
	case 1:
		return args[0], nil
	}
	return "", misuse("%.40q is an extra argument; %s", args[1], next)
}

// none refuses the arguments of a command that takes none.
func none(args []string, c string) error {
	if len(args) > 0 {
		return misuse("this command takes no arguments, but got %.40q; run stash help %s", args[0], c)
	}
	return nil
}

// filled is a flag that refuses an empty value. An empty value often comes from a shell variable that is not set, and
// would turn a feature off unnoticed.
type filled struct{ flag.Value }

func (f filled) Set(v string) error {
	if v == "" {
		return errors.New("the value is empty; give a value, or leave the flag out")
	}
	return f.Value.Set(v)
}

// repeated is a flag that can be given several times.
type repeated []string

func (r *repeated) String() string     { return strings.Join(*r, " ") }
func (r *repeated) Set(v string) error { *r = append(*r, v); return nil }
