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
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

const faultText = `
A fault is an operation, a colon, and what happens to its calls. Without an operation it applies to every call:

  GenerateQuickPayUrl:503       one call fails with HTTP 503
  GenerateQuickPayUrl:503x2     two calls fail
  :429x3,retry-after=2          three calls of any operation fail, and say when to try again
  ListPlans:reset               the connection is cut without a response
  ListPlans:lost                the call takes effect, and its response is lost
  ListPlans:truncate            half of the response is sent
  ListPlans:html                a proxy's HTML page is sent
  ListPlans:delay=2s            the response is late
  :503x*                        every call fails, until stash fault --clear`

var faultCommand = command{
	name: "fault", args: "<Operation>:<what>[x<times>] [flags]", summary: "make calls to a running emulator fail",
	text: faultText + `

The emulator is the one at --base-url or STASH_BASE_URL. The same is there over HTTP: GET /_emulator/ lists it.`,
	examples: []string{
		"stash fault GenerateQuickPayUrl:503x2",
		"stash fault :reset",
		"stash fault --clear",
	},
	words: operationNames,
	setup: func(fs *flag.FlagSet) action {
		baseURL := fs.String("base-url", "", "the emulator's base `URL` instead of the one from the environment")
		all := fs.Bool("clear", false, "remove all faults")
		return func(ctx context.Context, s *streams, args []string) error {
			if *all {
				if err := none(args, "fault"); err != nil {
					return err
				}
				return control(ctx, *baseURL, http.MethodDelete, "faults", nil)
			}
			text, err := one(args, "the fault", "run stash help fault")
			if err != nil {
				return err
			}
			fault, err := faultOf(text)
			if err != nil {
				return err
			}
			return control(ctx, *baseURL, http.MethodPost, "faults", map[string]any{
				"operation": fault.Operation, "times": fault.Times, "status": fault.Status, "retryAfter": fault.RetryAfter, "reset": fault.Reset,
				"truncate": fault.Truncate, "html": fault.HTML, "afterEffect": fault.AfterEffect, "delayMillis": fault.Delay.Milliseconds(),
			})
		}
	},
}

var stopCommand = command{
	name: "stop", args: "[flags]", summary: "stop a running emulator",
	text: `
The emulator is the one at --base-url or STASH_BASE_URL.`,
	examples: []string{"stash stop", "stash stop --base-url http://127.0.0.1:8645"},
	setup: func(fs *flag.FlagSet) action {
		baseURL := fs.String("base-url", "", "the emulator's base `URL` instead of the one from the environment")
		return func(ctx context.Context, s *streams, args []string) error {
			if err := none(args, "stop"); err != nil {
				return err
			}
			return control(ctx, *baseURL, http.MethodPost, "stop", nil)
		}
	},
}

var faultPattern = regexp.MustCompile(`^([A-Za-z]*):([a-z0-9=.]+?)(?:x([0-9]+|\*))?(?:,retry-after=([0-9]{1,6}))?$`)

// faultOf parses a fault of the command line.
func faultOf(text string) (fault stashtest.Fault, err error) {
	parts := faultPattern.FindStringSubmatch(text)
	if parts == nil {
		return fault, misuse("%.60q is not a fault; give one such as GenerateQuickPayUrl:503x2, and run stash help fault for the others", text)
	}
	if parts[1] != "" {
		op, err := operation(parts[1])
		if err != nil {
			return fault, err
		}
		fault.Operation = op.ID
	}
	switch what := parts[2]; {
	case what == "reset":
		fault.Reset = true
	case what == "lost":
		fault.Reset, fault.AfterEffect = true, true
	case what == "truncate":
		fault.Truncate = true
	case what == "html":
		fault.HTML = true
	case strings.HasPrefix(what, "delay="):
		fault.Delay, err = time.ParseDuration(strings.TrimPrefix(what, "delay="))
		if err != nil || fault.Delay <= 0 || fault.Delay > 10*time.Minute {
			return fault, misuse("%.40q is not a delay; give one from 1ms to 10m, such as delay=2s", what)
		}
	default:
		if fault.Status, err = strconv.Atoi(what); err != nil || fault.Status < 200 || fault.Status > 599 {
			return fault, misuse("%.40q is neither an HTTP status from 200 to 599 nor a kind of fault; run stash help fault", what)
		}
	}
	switch parts[3] {
	case "":
		fault.Times = 1
	case "*":
		fault.Times = -1
	default:
		if fault.Times, err = strconv.Atoi(parts[3]); err != nil || fault.Times < 1 {
			return fault, misuse("x%.20s is not a number of calls; give one from 1, or x* for every call", parts[3])
		}
	}
	fault.RetryAfter = parts[4]
	return fault, nil
}

// control sends a request of the emulator's control API.
func control(ctx context.Context, baseURL, method, path string, body any) error {
	if baseURL == "" {
		baseURL = os.Getenv("STASH_BASE_URL")
	}
	switch {
	case baseURL == "":
		return misuse("no emulator is set; set the variables that stash emulate prints, or give --base-url")
	case !loopback(host(baseURL)):
		return misuse("%s is not on this machine, and only an emulator can do this; give the --base-url of one", host(baseURL))
	}
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	if body == nil {
		data = nil
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(baseURL, "/")+"/_emulator/"+path, bytes.NewReader(data))
	if err != nil {
		return misuse("--base-url is not a URL; give one such as http://127.0.0.1:8645")
	}
	client := &http.Client{Timeout: 10 * time.Second}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("there is no answer at %s; check that stash emulate runs there", host(baseURL))
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return err
	}
	var failed struct{ Error string }
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	if json.Unmarshal(answer, &failed) != nil || failed.Error == "" {
		return fmt.Errorf("HTTP %d: the server at %s is not an emulator of this version", resp.StatusCode, host(baseURL))
	}
	return errors.New(strings.ToLower(failed.Error[:1]) + strings.TrimSuffix(failed.Error[1:], "."))
}
