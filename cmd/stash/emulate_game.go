package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// gameServer returns the options for --game-server-url. Without a secret in the environment, the emulator makes one.
func gameServer(url string, logs io.Writer) (opts []stashtest.Option, own bool, err error) {
	if url == "" {
		return nil, false, nil
	}
	if err := stashtest.CheckGameServerURL(url); err != nil {
		return nil, false, misuse("--game-server-url %w", err)
	}
	d, secret := directions["from-stash"], ""
	if own = os.Getenv(d.variable) == ""; !own {
		if secret, _, err = readSecret(d.variable, d.what, false); err != nil {
			return nil, false, err
		}
	}
	return []stashtest.Option{
		stashtest.WithGameServer(url, secret), stashtest.WithGameServerObserver(func(c stashtest.GameServerCall) { noteCall(logs, c) }),
	}, own, nil
}

// noteCall logs a call to the game server on one line.
func noteCall(logs io.Writer, c stashtest.GameServerCall) {
	outcome := fmt.Sprintf("HTTP %d", c.Status)
	if c.Err != nil {
		outcome = c.Err.Error()
	}
	fmt.Fprintln(logs, line(fmt.Sprintf("called the game server's %s, %v: %s", c.Operation, c.Duration.Round(time.Millisecond), outcome)))
}
