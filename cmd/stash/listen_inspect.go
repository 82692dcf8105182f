package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// inspector prints, saves and passes on the events that stash listen has verified.
type inspector struct {
	json          bool
	forward, save string
	only          []string // types; none for all
	out, logs     io.Writer
	saved         atomic.Int64
}

// check refuses flags that could not work later.
func (i *inspector) check(events string) error {
	if i.forward != "" {
		if err := checkReceiver("--forward-to", i.forward); err != nil {
			return err
		}
	}
	if i.save != "" {
		if err := os.MkdirAll(i.save, 0o700); err != nil {
			return misuse("the folder of --save cannot be made: %w", err)
		}
	}
	known, err := eventNames()
	if err != nil || events == "" {
		return err
	}
	for _, name := range strings.Split(events, ",") {
		at := slices.IndexFunc(known, func(each string) bool { return strings.EqualFold(each, strings.TrimSpace(name)) })
		if at < 0 {
			return misuse("there is no event %.60q%s; the events are %s", name, contract.Suggestion(name, known), strings.Join(known, ", "))
		}
		i.only = append(i.only, known[at])
	}
	return nil
}

// receive is the receiver of stash listen. If it fails, Stash sends the event again.
func (i *inspector) receive(ctx context.Context, event *webhook.Event) error {
	if i.only != nil && !slices.Contains(i.only, string(event.Type)) {
		return nil
	}
	if err := i.print(event); err != nil {
		return err
	}
	if i.save != "" {
		if err := i.keep(event); err != nil {
			return err
		}
	}
	if i.forward == "" {
		return nil
	}
	return i.pass(ctx, event)
}

// print writes one line per event.
func (i *inspector) print(event *webhook.Event) error {
	if i.json {
		text, err := json.Marshal(struct {
			Time        time.Time       `json:"time"`
			Type        string          `json:"type"`
			Key         string          `json:"key"`
			Environment string          `json:"environment,omitempty"`
			Body        json.RawMessage `json:"body"`
		}{time.Now().UTC(), string(event.Type), event.Key, string(event.Environment), event.Body})
		if err != nil {
			return err
		}
		_, err = i.out.Write(append(text, '\n'))
		return err
	}
	environment := string(event.Environment)
	if environment == "" {
		environment = "-"
	}
	_, err := fmt.Fprintf(i.out, "%s\t%s\t%s\n", line(string(event.Type)), line(event.Key), line(environment))
	return err
}

var unsafeInName = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

// keep writes the body into a file of its own. The number in its name keeps the order.
func (i *inspector) keep(event *webhook.Event) error {
	for {
		name := fmt.Sprintf("%04d-%.60s.json", i.saved.Add(1), unsafeInName.ReplaceAllString(string(event.Type), "_"))
		file, err := os.OpenFile(filepath.Join(i.save, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, os.ErrExist) {
			continue // of an earlier run
		}
		if err != nil {
			return err
		}
		_, err = file.Write(event.Body)
		return errors.Join(err, file.Close())
	}
}

type headerOf struct{}

// withHeader lets the receiver see the header of the request, because a signature must be passed on unchanged.
func withHeader(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), headerOf{}, r.Header)))
	})
}

// pass sends the event on. A status other than 200 is an error, so that Stash hears that it was not received.
func (i *inspector) pass(ctx context.Context, event *webhook.Event) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, i.forward, bytes.NewReader(event.Body))
	if err != nil {
		return err
	}
	header, _ := ctx.Value(headerOf{}).(http.Header)
	for name, values := range header {
		if lower := strings.ToLower(name); lower == "content-type" || strings.Contains(lower, "stash") {
			req.Header[name] = values
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		if failed := (*url.Error)(nil); errors.As(err, &failed) {
			err = failed.Err // without the URL, which can contain a secret
		}
		return fmt.Errorf("the receiver of --forward-to did not answer: %w", err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	if err != nil {
		return err
	}
	fmt.Fprintf(i.logs, "%s: the receiver answered HTTP %d %s\n", line(string(event.Type)), resp.StatusCode, line(string(answer)))
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the receiver of --forward-to answered HTTP %d", resp.StatusCode)
	}
	return nil
}
