package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

var listenCommand = command{
	name: "listen", args: "[flags]", summary: "receive webhooks, and print each verified event on one line",
	text: `
Each line has the event's type, its key and its environment, separated by tabs. An event without an environment has -.
Every path works. The SDK's handler refuses deliveries with a wrong signature, and the reason is printed on standard
error. The secret is read from STASH_WEBHOOK_SECRET. The command runs until you interrupt it.

--json prints each event as one line of JSON, with its time and body. --save writes the body of each event into a file,
which stash send --file sends again. --forward-to passes each event on to your own receiver, unchanged and with its
signature, and answers what that receiver answers.`,
	examples: []string{
		"stash listen --addr 127.0.0.1:8080",
		"stash listen --addr 127.0.0.1:8080 | grep PURCHASE_SUCCEEDED",
		"stash listen --addr 8081 --forward-to http://127.0.0.1:8080/stash/webhook --save events",
		"stash listen --events PURCHASE_SUCCEEDED,PURCHASE_REFUNDED --json",
	},
	setup: func(fs *flag.FlagSet) action {
		var at listening
		at.declare(fs)
		secretEnv := fs.String("secret-env", directions["webhook"].variable, "read the secret from the environment variable `NAME`")
		var i inspector
		fs.BoolVar(&i.json, "json", false, "print each event as JSON, with its time and body")
		fs.StringVar(&i.forward, "forward-to", "", "pass events on to the receiver at this `URL`, and answer what it answers")
		fs.StringVar(&i.save, "save", "", "write the body of each event into a file in this `folder`")
		events := fs.String("events", "", "only events of these `types`, separated by commas; others are answered 200")
		return func(ctx context.Context, s *streams, args []string) error {
			if err := none(args, "listen"); err != nil {
				return err
			}
			text, _, err := readSecret(*secretEnv, directions["webhook"].what, false)
			if err != nil {
				return err
			}
			if err := i.check(*events); err != nil {
				return err
			}
			out, logs := &locked{w: s.out}, &locked{w: s.err}
			i.out, i.logs = out, logs
			if err := at.check(logs); err != nil {
				return err
			}
			handler, err := webhook.NewHandler([]string{text}, i.receive,
				webhook.WithLogger(slog.New(slog.NewTextHandler(logs, &slog.HandlerOptions{Level: slog.LevelWarn}))))
			if err != nil {
				return err
			}
			return serve(ctx, at.addr, withHeader(handler), logs)
		}
	},
}

// listening holds the flags of a command that opens a port.
type listening struct {
	addr     string
	anywhere bool
}

func (l *listening) declare(fs *flag.FlagSet) {
	fs.StringVar(&l.addr, "addr", "127.0.0.1:0", "listen on this `address` or port; port 0 picks a free port")
	fs.BoolVar(&l.anywhere, "listen-anywhere", false, "allow an address that others on the network can reach")
}

// check refuses an address that is not loopback unless --listen-anywhere is given. A port alone is one on loopback.
func (l *listening) check(logs io.Writer) error {
	if port := strings.TrimPrefix(l.addr, ":"); port != "" && strings.Trim(port, "0123456789") == "" {
		l.addr = "127.0.0.1:" + port
	}
	name, _, err := net.SplitHostPort(l.addr)
	switch {
	case err != nil:
		return misuse("--addr %.60q is not an address; give one such as 127.0.0.1:8080", l.addr)
	case loopback(name):
		return nil
	case !l.anywhere:
		return misuse("--addr %.60q is not loopback, so others on the network could call it; give 127.0.0.1, or add --listen-anywhere to confirm", l.addr)
	}
	_, err = fmt.Fprintf(logs, "warning: everyone who can reach %s can call it over plain http\n", line(l.addr))
	return err
}

// serve serves requests until the context ends.
func serve(ctx context.Context, addr string, handler http.Handler, logs io.Writer) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("%w; choose another address with --addr", err)
	}
	fmt.Fprintf(logs, "listening on http://%s; interrupt to stop\n", listener.Addr())
	srv := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if err := srv.Shutdown(stop); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return srv.Close()
}

// locked lets several goroutines write one line each.
type locked struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}
