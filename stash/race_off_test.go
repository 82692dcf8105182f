//go:build !race

package stash_test

const raceEnabled = false
