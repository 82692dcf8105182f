package main

import (
	"errors"
	"io"
	"strings"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// noSeed is the value of --seed for an empty shop.
const noSeed = "none"

// readSeed reads the file of --seed. Without the flag it returns the default seed.
func readSeed(path string) ([]byte, error) {
	switch path {
	case "":
		return stashtest.DefaultSeed(), nil
	case noSeed:
		return []byte("{}"), nil // an empty seed, so that a shop with --state stays empty
	}
	return opened("the seed", path, "give --seed the path of a file, or none; stash emulate --print-seed prints a file to start from")
}

func printSeed(out io.Writer) error {
	_, err := out.Write(stashtest.DefaultSeed())
	return err
}

// notStarted explains in terms of the flags why the emulator did not start.
func notStarted(err error, seed string) error {
	var wrong *stashtest.SeedError
	if !errors.As(err, &wrong) {
		return errors.New(strings.TrimPrefix(err.Error(), "stashtest: "))
	}
	return misuse("%s, line %d: %s; stash emulate --print-seed prints a valid seed", line(seed), wrong.Line, wrong.Reason)
}
