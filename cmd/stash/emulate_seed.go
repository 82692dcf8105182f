package main

import (
	"errors"
	"io"
	"strings"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// noSeed is what --seed says for a shop that sells nothing.
const noSeed = "none"

// readSeed reads the file that --seed names; without one it is the default.
func readSeed(path string) ([]byte, error) {
	switch path {
	case "":
		return stashtest.DefaultSeed(), nil
	case noSeed:
		return []byte("{}"), nil // a seed too, so that a shop that is kept stays empty
	}
	return opened("the seed", path, "give --seed the path of a file, or none; stash emulate --print-seed prints one to start from")
}

func printSeed(out io.Writer) error {
	_, err := out.Write(stashtest.DefaultSeed())
	return err
}

// notStarted says why the emulator did not start, in the words of the command line.
func notStarted(err error, seed string) error {
	var wrong *stashtest.SeedError
	if !errors.As(err, &wrong) {
		return errors.New(strings.TrimPrefix(err.Error(), "stashtest: "))
	}
	return misuse("%s, line %d: %s; stash emulate --print-seed prints a good one", line(seed), wrong.Line, wrong.Reason)
}
