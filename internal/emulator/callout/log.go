package callout

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"time"
)

// Call is a call of the server to a game server.
type Call struct {
	Time       time.Time
	Operation  string        // operationId
	Status     int           // HTTP status; 0 if there was no response
	Duration   time.Duration // until the end of the response, with retries
	Violations []string      // of the document, in the response
	Err        error         // nil on success, or a *[Error] with at most 4 KiB of the response
}

// keptAnswer is how many bytes of a response the log keeps.
const keptAnswer = 4 << 10

// keptCalls is the size of the log: it drops older calls.
const keptCalls = 20_000

// Calls returns the logged calls, oldest first.
func (c *Games) Calls() []Call {
	calls, _ := c.Newest(keptCalls)
	slices.Reverse(calls)
	for i := range calls {
		calls[i].Violations, calls[i].Err = slices.Clone(calls[i].Violations), c.public(calls[i].Err)
	}
	return calls
}

// Newest returns at most n logged calls, newest first, and the number of calls since the start.
func (c *Games) Newest(n int) (calls []Call, total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	calls = slices.Clone(c.calls[max(0, len(c.calls)-n):])
	slices.Reverse(calls)
	return calls, c.count
}

// public converts an error for callers.
func (c *Games) public(err error) error {
	if failed, ok := err.(*Error); ok && c.Public != nil {
		return c.Public(failed)
	}
	return err
}

// note logs a call, unless nothing was sent.
func (c *Games) note(operation string, began time.Time, took time.Duration, err error) {
	call := Call{Time: began, Operation: operation, Status: http.StatusOK, Duration: took, Err: err}
	if err != nil {
		var failed *Error
		if !errors.As(err, &failed) {
			return
		}
		kept := *failed // responses may be long, and the log holds many
		kept.Body = bytes.Clone(kept.Body[:min(len(kept.Body), keptAnswer)])
		call.Status, call.Violations, call.Err = kept.HTTPStatus, kept.Violations, &kept
	}
	c.mu.Lock()
	if len(c.calls) >= keptCalls {
		c.calls = slices.Delete(c.calls, 0, keptCalls/4)
	}
	c.calls = append(c.calls, call)
	c.count++
	c.mu.Unlock()
	c.around.Changed()
	if c.Observe != nil {
		call.Err = c.public(call.Err)
		c.Observe(call)
	}
}
