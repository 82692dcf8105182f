package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
)

var callCommand = command{
	name: "call", args: "<Operation> [flags]", summary: "call any operation by name, and print the response as JSON",
	text: `
stash operations lists the operations. The case of the name does not matter. --base-url, STASH_BASE_URL or
STASH_ENVIRONMENT (test or production) decides where the call goes. A call to production needs --production.

Keys are read only from the environment, so that they stay out of the shell's history: STASH_API_KEY, or STASH_SHOP_ID
and STASH_HMAC_SECRET, or STASH_PLAYER_TOKEN where the operation takes a player's token. STASH_SHOP_HANDLE sets the
shop_handle of CallEndpoint.

The exit status is 0 after a success, 1 when the call failed, and 2 when the command line was wrong and nothing was
sent.`,
	examples: []string{
		"stash call GenerateQuickPayUrl -d @body.json",
		"stash call GetPaymentEvent -p id=0b6f3f0e-6d0f-4a6b-9f0f-3f3a1c2d4e5f",
		`stash call CallEndpoint -p endpoint=ping -d '{"message":"hello"}'`,
		"STASH_ENVIRONMENT=production stash call ListPlans --production",
	},
	words: operationNames,
	setup: func(fs *flag.FlagSet) action {
		var f callFlags
		fs.StringVar(&f.body, "d", "", "the body: `json`, @file, or - for standard input")
		fs.Var(&f.params, "p", "a path or query parameter, as `name=value`; can be repeated")
		fs.StringVar(&f.baseURL, "base-url", "", "call this base `URL` instead of the one from the environment")
		fs.BoolVar(&f.production, "production", false, "confirm that the call goes to production")
		return func(ctx context.Context, s *streams, args []string) error { return call(ctx, s, args, f) }
	},
}

type callFlags struct {
	body, baseURL string
	params        repeated
	production    bool
}

func call(ctx context.Context, s *streams, args []string, f callFlags) error {
	name, err := one(args, "the operation", "run stash operations to list the operations")
	if err != nil {
		return err
	}
	op, err := operation(name)
	if err != nil {
		return err
	}
	params, err := values(op, f.params)
	if err != nil {
		return err
	}
	body, err := input(s, f.body)
	if err != nil {
		return err
	}
	to, err := targetOf(f.baseURL)
	if err != nil {
		return err
	}
	if to.mayCharge && !f.production {
		return misuse("this would call production, where money is real; add --production to confirm, or %s", to.instead)
	}
	var raw recorder
	client, err := clientFor(op, to, stash.WithHTTPClient(&http.Client{Transport: &raw}))
	if err != nil {
		return err
	}
	if err := invoke(ctx, client, op, params, body); err != nil {
		return advised(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, bytes.TrimSpace(raw.body.Bytes()), "", "  "); err != nil {
		return fmt.Errorf("the response is not JSON: %w", err)
	}
	pretty.WriteByte('\n')
	_, err = pretty.WriteTo(s.out)
	return err
}

// invoke calls the client's method for the operation.
func invoke(ctx context.Context, client *stash.Client, op *contract.Operation, params map[string]string, body []byte) error {
	method := methodOf(client, op.ID)
	if !method.IsValid() {
		return fmt.Errorf("the SDK has no method for %s; run go generate", op.ID)
	}
	args, err := arguments(method.Type(), op, params, body)
	if err != nil {
		return err
	}
	if op.ID == "CallEndpoint" && os.Getenv("STASH_SHOP_HANDLE") != "" { // Call sets shop_handle
		_, err := client.Call(ctx, args[0].String(), args[1].Interface().(map[string]any))
		return err
	}
	results := method.Call(append([]reflect.Value{reflect.ValueOf(ctx)}, args...))
	err, _ = results[1].Interface().(error)
	return err
}

// advised adds to an error what the user of this command can do next.
func advised(err error) error {
	var failed *stash.Error
	next := ""
	switch {
	case !errors.As(err, &failed):
		return err
	case failed.Attempts == 0 && errors.Is(err, stash.ErrInvalidArgument):
		return misuse("%w; run stash operations %s for an example", err, failed.Operation)
	case failed.HTTPStatus == 0 && errors.Is(err, stash.ErrUnavailable):
		next = "check the address, and that a server such as stash emulate listens there"
	case errors.Is(err, stash.ErrInvalidArgument):
		next = "run stash operations " + failed.Operation + " for an example"
	}
	if next == "" {
		return err
	}
	return fmt.Errorf("%w; %s", err, next)
}

// recorder keeps the bytes of the last response, so that fields which the document lacks are printed too.
type recorder struct{ body bytes.Buffer }

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.body.Reset()
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.TeeReader(resp.Body, &r.body), resp.Body}
	return resp, nil
}
