package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
)

var sendCommand = command{
	name: "send", args: "<EVENT> --to URL [flags]", summary: "send a signed webhook, made from the document's example of an event or from a file",
	text: `
The body is the event's example in the webhook document. --field a.b=c sets the field a.b to c, where a is a field of
the envelope or of the payload, and a number is an index of a list. The event is signed with STASH_WEBHOOK_SECRET and
sent once. If you send an event with the same id again, the receiver sees a repeated delivery.

--file sends the body in a file instead, byte for byte, such as one that stash listen --save has written.

The command prints the response. The exit status is 0 only after HTTP 200, because Stash takes no other status as
success.`,
	examples: []string{
		"stash send PURCHASE_SUCCEEDED --to http://127.0.0.1:8080/stash/webhook",
		"stash send PURCHASE_SUCCEEDED --to http://127.0.0.1:8080/stash/webhook --field orderId=order-2 --field items.0.quantity=3",
		"stash send --file events/0001-PURCHASE_SUCCEEDED.json --to http://127.0.0.1:8080/stash/webhook",
		"stash send subscription.expired --to https://game.example.com/stash/webhook --secret-env MY_SECRET",
	},
	words: eventNames,
	setup: func(fs *flag.FlagSet) action {
		var fields repeated
		to := fs.String("to", "", "the webhook's `URL`")
		secretEnv := fs.String("secret-env", directions["webhook"].variable, "read the secret from the environment variable `NAME`")
		from := fs.String("file", "", "send the body in this `file` instead of an example")
		fs.Var(&fields, "field", "change a field of the example, as `a.b=c`; can be repeated")
		return func(ctx context.Context, s *streams, args []string) error {
			body, err := eventBody(args, *from, fields)
			if err != nil {
				return err
			}
			if err := checkReceiver("--to", *to); err != nil {
				return err
			}
			_, key, err := readSecret(*secretEnv, directions["webhook"].what, false)
			if err != nil {
				return err
			}
			return send(ctx, s.out, *to, key, body)
		}
	},
}

// eventBody returns the body to send: a file's, or an example's with changed fields.
func eventBody(args []string, from string, fields []string) ([]byte, error) {
	if from == "" {
		name, err := one(args, "the event", "run stash help send")
		if err != nil {
			return nil, err
		}
		return eventOf(name, fields)
	}
	if len(args) > 0 || len(fields) > 0 {
		return nil, misuse("--file sends a whole body; leave the event and --field out")
	}
	return file(from)
}

// checkReceiver refuses a value that is not a webhook's URL. Its errors never show the URL, which can contain a password.
func checkReceiver(flag, to string) error {
	if to == "" {
		return misuse("%s is missing; give the webhook's URL, such as http://127.0.0.1:8080/stash/webhook", flag)
	}
	u, err := url.Parse(to)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return misuse("%s is not a URL; give one such as http://127.0.0.1:8080/stash/webhook", flag)
	case u.User != nil:
		return misuse("%s contains user info, which logs and the console would show; remove it", flag)
	}
	return nil
}

func send(ctx context.Context, out io.Writer, to string, key, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return misuse("--to is not a URL; give one such as http://127.0.0.1:8080/stash/webhook")
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set(plainHeader, signature.Encode(signature.NewKey(key).Legacy(body)))
	req.Header.Set("stash-retry-count", "0")
	// A redirect is not followed, because it is a status other than 200.
	client := &http.Client{Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		if failed := (*url.Error)(nil); errors.As(err, &failed) {
			err = failed.Err // without the URL, which can contain a password
		}
		return fmt.Errorf("there was no response: %w; check that the receiver runs and that --to is its address", err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return fmt.Errorf("the body of the HTTP %d response was cut off: %w; try again", resp.StatusCode, err)
	}
	if _, err := fmt.Fprintf(out, "HTTP %d %s\n", resp.StatusCode, line(string(answer))); err != nil {
		return err
	}
	switch {
	case resp.StatusCode == http.StatusOK:
		return nil
	case resp.StatusCode == http.StatusUnauthorized:
		return errors.New("HTTP 401 is not success; check that the receiver has the same secret, and that it checks the received bytes")
	case resp.StatusCode < 300:
		return fmt.Errorf("HTTP %d is not success, so Stash would send the event again; answer exactly 200", resp.StatusCode)
	}
	return fmt.Errorf("HTTP %d is not success, so Stash would send the event again; look into the receiver's log", resp.StatusCode)
}
