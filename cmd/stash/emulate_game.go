package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// gameServer is what --game-server-url asks for. The secret is made when the environment has none.
func gameServer(url string, logs io.Writer) (opts []stashtest.Option, made string, err error) {
	if url == "" {
		return nil, "", nil
	}
	if err := stashtest.CheckGameServerURL(url); err != nil {
		return nil, "", misuse("--game-server-url %w", err)
	}
	d := directions["from-stash"]
	if os.Getenv(d.variable) == "" {
		made = "fake-game-server-secret-" + rand.Text()
		return gameServerOptions(url, made, logs), made, nil
	}
	secret, _, err := readSecret(d.variable, d.what, false)
	return gameServerOptions(url, secret, logs), "", err
}

func gameServerOptions(url, secret string, logs io.Writer) []stashtest.Option {
	return []stashtest.Option{
		stashtest.WithGameServer(url, secret), stashtest.WithGameServerObserver(func(c stashtest.GameServerCall) { noteCall(logs, c) }),
	}
}

// noteCall logs a call to the game server in a line.
func noteCall(logs io.Writer, c stashtest.GameServerCall) {
	outcome := fmt.Sprintf("HTTP %d", c.Status)
	if c.Err != nil {
		outcome = c.Err.Error()
	}
	fmt.Fprintln(logs, line(fmt.Sprintf("called the game server's %s, %v: %s", c.Operation, c.Duration.Round(time.Millisecond), outcome)))
}
