package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// command is one line of the table.
type command struct {
	name     string
	args     string // as the usage line has them
	summary  string
	text     string // what help teaches beyond the summary
	examples []string
	words    func() ([]string, error) // what completion offers as arguments; nil for nothing
	setup    func(fs *flag.FlagSet) action
}

// action does a command's work once its flags are read.
type action func(ctx context.Context, s *streams, args []string) error

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// commands is a function because help and completion read the table that they stand in.
func commands() []command {
	return []command{
		demoCommand, emulateCommand, callCommand, operationsCommand, signCommand, verifyCommand, sendCommand, listenCommand,
		completionCommand, helpCommand,
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
	return command{}, misuse("there is no command %.40q%s; run stash help to see them", name, contract.Suggestion(name, names))
}

// misunderstood is the error of a command line that cannot be carried out as it stands.
type misunderstood struct{ text string }

func (e *misunderstood) Error() string { return e.text }

func misuse(format string, args ...any) error {
	return &misunderstood{fmt.Errorf(format, args...).Error()}
}

// run returns the exit status: 0 when the command did what it says, 1 when it failed, 2 when it was not understood.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s := &streams{in: stdin, out: stdout, err: stderr}
	if len(args) == 0 {
		fmt.Fprint(stderr, overview())
		return 2
	}
	name, rest := args[0], args[1:]
	if name == "-h" || name == "-help" || name == "--help" {
		name = helpCommand.name
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
	words, err := parse(fs, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		_, err = io.WriteString(s.out, c.help())
		return err
	case err != nil:
		return misuse("%w; run stash help %s to see its flags", err, c.name)
	}
	return act(ctx, s, words)
}

// parse reads flags wherever they stand, because people write them behind the operation. The flag package itself
// stops at the first argument.
func parse(fs *flag.FlagSet, args []string) (words []string, err error) {
	for {
		if err := fs.Parse(args); err != nil {
			return nil, err
		}
		read := len(args) - fs.NArg()
		if read > 0 && args[read-1] == "--" {
			return append(words, fs.Args()...), nil
		}
		if fs.NArg() == 0 {
			return words, nil
		}
		words, args = append(words, fs.Arg(0)), fs.Args()[1:]
	}
}

// one returns the only argument of a command.
func one(args []string, what, next string) (string, error) {
	switch len(args) {
	case 0:
		return "", misuse("%s is missing; %s", what, next)
	case 1:
		return args[0], nil
	}
	return "", misuse("%.40q is one argument too many; %s", args[1], next)
}

// none refuses arguments of a command that has none.
func none(args []string, c string) error {
	if len(args) > 0 {
		return misuse("it takes no argument such as %.40q; run stash help %s", args[0], c)
	}
	return nil
}

// filled is a flag that refuses an empty value, such as of a variable that is not set: it would turn a feature off
// without a word.
type filled struct{ flag.Value }

func (f filled) Set(v string) error {
	if v == "" {
		return errors.New("it is empty; give it a value, or leave the flag out")
	}
	return f.Value.Set(v)
}

// repeated is a flag that may be given many times.
type repeated []string

func (r *repeated) String() string     { return strings.Join(*r, " ") }
func (r *repeated) Set(v string) error { *r = append(*r, v); return nil }
