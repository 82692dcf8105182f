package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
)

var callCommand = command{
	name: "call", args: "<Operation>|<METHOD> <PATH> [flags]", summary: "call any operation by name or path, and print the response as JSON",
	text: `
stash operations lists the operations. The case of the name does not matter. --base-url, STASH_BASE_URL or
STASH_ENVIRONMENT (test or production) decides where the call goes. A call to production needs --production.

Keys are read only from the environment, so that they stay out of the shell's history: STASH_API_KEY, or STASH_SHOP_ID
and STASH_HMAC_SECRET, or STASH_PLAYER_TOKEN where the operation takes a player's token. STASH_SHOP_HANDLE sets the
shop_handle of CallEndpoint.

--example prints an example of the body, to change and give with -d @file. --curl and --go print the call as a curl
command and as a Go program, and send nothing. Neither contains a key: they read it from the same variables.

The response's body is on standard output, also after a failure. Then the exit status is 1 and standard error says what
failed. The exit status is 2 when the command line was wrong and nothing was sent.`,
	examples: []string{
		"stash call GenerateQuickPayUrl --example > body.json; stash call GenerateQuickPayUrl -d @body.json",
		"stash call GET '/sdk/plans?status=active' -i",
		"stash call GenerateQuickPayUrl -d @body.json --curl",
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
		fs.BoolVar(&f.headers, "i", false, "print the status and the headers before the response")
		fs.BoolVar(&f.example, "example", false, "print an example of the operation's body, and send nothing")
		fs.BoolVar(&f.curl, "curl", false, "print the call as a curl command, and send nothing")
		fs.BoolVar(&f.program, "go", false, "print the call as a Go program, and send nothing")
		return func(ctx context.Context, s *streams, args []string) error { return call(ctx, s, args, f) }
	},
}

type callFlags struct {
	body, baseURL                               string
	params                                      repeated
	production, headers, example, curl, program bool
}

func call(ctx context.Context, s *streams, args []string, f callFlags) error {
	op, given, err := called(args)
	if err != nil {
		return err
	}
	if f.example {
		return printExample(s.out, op)
	}
	params, err := values(op, append(given, f.params...))
	if err != nil {
		return err
	}
	if isFile(f.body) {
		return misuse("-d is the name of a file and not JSON; did you mean -d @%s", f.body)
	}
	body, err := input(s, f.body)
	if err != nil {
		return err
	}
	if f.program {
		return printProgram(s.out, op, params, body)
	}
	to, err := targetOf(f.baseURL)
	if err != nil {
		return err
	}
	if to.mayCharge && !f.production {
		return misuse("this would call production, where money is real; add --production to confirm, or %s", to.instead)
	}
	if f.curl {
		return printCurl(s.out, op, to, params, body)
	}
	var raw recorder
	client, err := clientFor(op, to, stash.WithHTTPClient(&http.Client{Transport: &raw}))
	if err != nil {
		return err
	}
	failed := invoke(ctx, client, op, params, body)
	if err := raw.print(s.out, f.headers); err != nil && failed == nil {
		return err
	}
	if failed != nil {
		return advised(failed)
	}
	return nil
}

func printExample(out io.Writer, op *contract.Operation) error {
	example, err := op.RequestExample()
	if err != nil {
		return err
	}
	if example == nil {
		return misuse("%s takes no body", op.ID)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, unescaped(example), "", "  "); err != nil {
		return err
	}
	pretty.WriteByte('\n')
	_, err = pretty.WriteTo(out)
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

// recorder keeps the last response, so that fields which the document lacks are printed too.
type recorder struct {
	status string
	header http.Header
	body   bytes.Buffer
}

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	*r = recorder{}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	r.status, r.header = resp.Status, resp.Header
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.TeeReader(resp.Body, &r.body), resp.Body}
	return resp, nil
}

// print writes the response: with its status and headers if asked, and with its body as JSON on several lines. A body that
// is not JSON is printed as it came.
func (r *recorder) print(out io.Writer, headers bool) error {
	if r.status == "" { // there was no response
		return nil
	}
	var text bytes.Buffer
	if headers {
		fmt.Fprintf(&text, "HTTP %s\n", line(r.status))
		for _, name := range slices.Sorted(maps.Keys(r.header)) {
			for _, value := range r.header[name] {
				fmt.Fprintf(&text, "%s: %s\n", name, line(value))
			}
		}
		text.WriteByte('\n')
	}
	body := bytes.TrimSpace(r.body.Bytes())
	if err := json.Indent(&text, unescaped(body), "", "  "); err != nil {
		text.WriteString(line(string(body)))
	}
	if len(body) > 0 {
		text.WriteByte('\n')
	}
	_, err := text.WriteTo(out)
	return err
}

// unescaped writes the &, < and > of a JSON text as themselves. Some encoders escape them, and a URL with \u0026 cannot be
// copied from a terminal.
func unescaped(text []byte) []byte {
	return escapes.ReplaceAllFunc(text, func(found []byte) []byte {
		slashes := len(found) - len(`u0026`)
		if slashes%2 == 0 {
			return found // the last backslash is itself escaped
		}
		letter := map[string]string{"u0026": "&", "u003c": "<", "u003e": ">"}[strings.ToLower(string(found[slashes:]))]
		return append(found[:slashes-1:slashes-1], letter...)
	})
}

var escapes = regexp.MustCompile(`\\+u00(?:26|3[cCeE])`)
