package callout

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/signature"
)

// Error is a failed call to a game server, as Stash sees it.
type Error struct {
	Operation  string   // operationId
	HTTPStatus int      // 0 if there was no response
	Body       []byte   // the response body, at most 64 MiB
	Violations []string // of the document, in the response
	Attempts   int
	Cause      error  // set if there was no response
	secret     []byte // never shown by Error
}

// Error says what happened and names the first violation. It hides the secret that signs calls, even if the game
// server's response shows it.
func (e *Error) Error() string {
	switch {
	case e.Cause != nil:
		return fmt.Sprintf("stashtest: %s: the game server did not answer: %v", e.Operation, e.Cause)
	case len(e.Violations) > 0:
		return fmt.Sprintf("stashtest: %s: the game server's HTTP %d breaks the document: %s", e.Operation, e.HTTPStatus, e.Violations[0])
	}
	return fmt.Sprintf("stashtest: %s: the game server answered HTTP %d: %.300s", e.Operation, e.HTTPStatus, bytes.ReplaceAll(e.Body, e.secret, []byte("[redacted]")))
}

// Unwrap returns why there was no response.
func (e *Error) Unwrap() error { return e.Cause }

const longestAnswer = 64 << 20

// send makes a call, checks the request and the response, and returns the body of a success in the document's spelling.
func (g *GameServer) send(ctx context.Context, operation string, query url.Values, body []byte) ([]byte, error) {
	rules, err := document()
	if err != nil {
		return nil, err
	}
	op := rules.Operation(operation)
	target := op.Path
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	asked, err := http.NewRequestWithContext(ctx, op.Method, "http://game.invalid"+target, nil)
	if err != nil {
		return nil, err
	}
	if body != nil {
		asked.Header.Set("Content-Type", "application/json")
	}
	exchange, _ := rules.Find(asked)
	if wrong := exchange.CheckRequest(body); len(wrong) > 0 {
		return nil, fmt.Errorf("stashtest: %s: Stash would not send this: %s", operation, contract.Join(wrong))
	}
	if g.OldSpelling {
		query, body = oldQuery(op, query), oldBody(op, body)
	}
	var failed *Error
	for attempt := 1; ; attempt++ {
		data, again, err := g.attempt(ctx, exchange, query, body)
		if err == nil {
			return data, nil
		}
		if !errors.As(err, &failed) {
			return nil, err
		}
		failed.Attempts = attempt
		if !again || attempt > g.Retries || ctx.Err() != nil {
			return nil, failed
		}
		time.Sleep(time.Duration(attempt) * 5 * time.Millisecond) // so that the next signature has another time
	}
}

// attempt signs a request, and sends it once or as several copies.
func (g *GameServer) attempt(ctx context.Context, x *contract.Exchange, query url.Values, body []byte) (data []byte, again bool, err error) {
	target := g.URL + x.Path
	if path, ok := g.Paths[x.ID]; ok {
		target = g.URL + path
	}
	if len(query) > 0 {
		target += "?" + query.Encode()
	}
	header := http.Header{}
	if body != nil {
		header.Set("Content-Type", "application/json")
	}
	switch at := g.games.around.Now().Add(g.Skew); {
	case g.Unsigned:
	case g.Legacy:
		header.Set("Stash-Hmac-Signature", signature.Encode(g.Key.Legacy(body)))
	default:
		header.Set("X-Stash-Hmac-Signature", g.Key.Header(g.ShopID, at.UnixMilli(), body))
	}
	failure := &Error{Operation: x.ID, secret: g.secret}
	for range g.Copies {
		req, err := http.NewRequestWithContext(ctx, x.Method, target, bytes.NewReader(body))
		if err != nil {
			return nil, false, err
		}
		req.Header = header.Clone()
		res, err := g.HTTP.Do(req)
		if err != nil {
			failure.Cause = err
			return nil, true, failure
		}
		answer, err := io.ReadAll(io.LimitReader(res.Body, longestAnswer))
		_ = res.Body.Close()
		if err != nil {
			failure.Cause = err
			return nil, true, failure
		}
		if failure.HTTPStatus != 0 && (failure.HTTPStatus != res.StatusCode || !bytes.Equal(failure.Body, answer)) {
			failure.Violations = append(failure.Violations, fmt.Sprintf("a copy of the request was answered with HTTP %d, and the first with %d", res.StatusCode, failure.HTTPStatus))
			return nil, false, failure
		}
		failure.HTTPStatus, failure.Body = res.StatusCode, answer
		data = plainBody(x.Operation, res.StatusCode, answer)
		for _, wrong := range x.CheckResponse(res.StatusCode, res.Header, data) {
			failure.Violations = append(failure.Violations, wrong.String())
		}
	}
	switch {
	case len(failure.Violations) > 0:
		return nil, false, failure
	case failure.HTTPStatus != http.StatusOK:
		return nil, failure.HTTPStatus >= 500 || failure.HTTPStatus == http.StatusTooManyRequests, failure
	case !json.Valid(data):
		failure.Violations = []string{"the body is not JSON"}
		return nil, false, failure
	}
	return data, false, nil
}
