//go:build !race

package gameserver_test

const racing = false
