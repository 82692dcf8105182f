package callout

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"time"
)

// Call is a call that the server has made to a game server.
type Call struct {
	Time       time.Time
	Operation  string        // operationId
	Status     int           // as answered; 0 when there was no answer
	Duration   time.Duration // until the whole answer was there, with what was repeated
	Violations []string      // what the document has against the answer
	Err        error         // why the call did not succeed, a *[Error] with at most 4 KiB of the answer; nil when it did
}

// keptAnswer is how many bytes of an answer the log keeps.
const keptAnswer = 4 << 10

// keptCalls bounds the log: older calls fall out.
const keptCalls = 20_000

// Calls returns the calls that were made to game servers, oldest first; of very many, the latest.
func (c *Games) Calls() []Call {
	calls, _ := c.Newest(keptCalls)
	slices.Reverse(calls)
	for i := range calls {
		calls[i].Violations, calls[i].Err = slices.Clone(calls[i].Violations), c.public(calls[i].Err)
	}
	return calls
}

// Newest returns the latest calls, newest first, at most n, and how many there were since the start.
func (c *Games) Newest(n int) (calls []Call, total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	calls = slices.Clone(c.calls[max(0, len(c.calls)-n):])
	slices.Reverse(calls)
	return calls, c.count
}

// public makes what callers get of an error.
func (c *Games) public(err error) error {
	if failed, ok := err.(*Error); ok && c.Public != nil {
		return c.Public(failed)
	}
	return err
}

// note keeps how a call went, unless nothing was sent.
func (c *Games) note(operation string, began time.Time, took time.Duration, err error) {
	call := Call{Time: began, Operation: operation, Status: http.StatusOK, Duration: took, Err: err}
	if err != nil {
		var failed *Error
		if !errors.As(err, &failed) {
			return
		}
		kept := *failed // answers may be long, and the log holds many
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
