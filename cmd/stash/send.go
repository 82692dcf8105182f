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
	name: "send", args: "<EVENT> --to URL [flags]", summary: "post a signed webhook made from the document's example of an event",
	text: `
The body is the example of the event in Stash's webhook document, changed by --field: a.b=c sets c at a.b, where a is a
member of the envelope or of the payload, and a number is a place in a list. It is signed with STASH_WEBHOOK_SECRET, as
Stash does, and sent once. The same event sent again is a repetition to the receiver, as long as its id is the same.

The answer is printed. The status is 0 only when it is exactly HTTP 200, because Stash counts nothing else as success.`,
	examples: []string{
		"stash send PURCHASE_SUCCEEDED --to http://127.0.0.1:8080/stash/webhook",
		"stash send PURCHASE_SUCCEEDED --to http://127.0.0.1:8080/stash/webhook --field orderId=order-2 --field items.0.quantity=3",
		"stash send subscription.expired --to https://game.example.com/stash/webhook --secret-env MY_SECRET",
	},
	words: eventNames,
	setup: func(fs *flag.FlagSet) action {
		var fields repeated
		to := fs.String("to", "", "the webhook's `URL`")
		secretEnv := fs.String("secret-env", directions["webhook"].variable, "read the secret from the environment variable `NAME`")
		fs.Var(&fields, "field", "change a field of the example, as `a.b=c`; may be repeated")
		return func(ctx context.Context, s *streams, args []string) error {
			name, err := one(args, "the event", "run stash help send")
			if err != nil {
				return err
			}
			body, err := eventOf(name, fields)
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

// checkReceiver refuses what cannot be a webhook's URL. It never shows the URL, which may hold a password.
func checkReceiver(flag, to string) error {
	if to == "" {
		return misuse("%s is missing; give the webhook's URL, such as http://127.0.0.1:8080/stash/webhook", flag)
	}
	u, err := url.Parse(to)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "":
		return misuse("%s is not a URL; give one such as http://127.0.0.1:8080/stash/webhook", flag)
	case u.User != nil:
		return misuse("%s has user info in it, which logs and the console would show; leave it out", flag)
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
	// A redirect is an answer other than 200, and shown as one.
	client := &http.Client{Timeout: 30 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		if failed := (*url.Error)(nil); errors.As(err, &failed) {
			err = failed.Err // without the URL, which may hold a password
		}
		return fmt.Errorf("there was no answer: %w; check that the receiver runs and that --to is its address", err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return fmt.Errorf("HTTP %d came, but its body broke off: %w; try again", resp.StatusCode, err)
	}
	if _, err := fmt.Fprintf(out, "HTTP %d %s\n", resp.StatusCode, line(string(answer))); err != nil {
		return err
	}
	switch {
	case resp.StatusCode == http.StatusOK:
		return nil
	case resp.StatusCode == http.StatusUnauthorized:
		return errors.New("HTTP 401 is no success; check that the receiver has the same secret, and checks the bytes as they came")
	case resp.StatusCode < 300:
		return fmt.Errorf("HTTP %d is no success for Stash, which would send the event again; answer exactly 200", resp.StatusCode)
	}
	return fmt.Errorf("HTTP %d is no success, so Stash would send the event again; the receiver's log says why", resp.StatusCode)
}
