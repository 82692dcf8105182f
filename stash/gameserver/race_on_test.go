//go:build race

package gameserver_test

// Under the race detector sync.Pool throws things away at random.
const racing = true
