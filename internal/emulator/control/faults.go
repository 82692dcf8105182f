package control

import (
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/server"
)

// fault is server.Fault in JSON. Times are in milliseconds.
type fault struct {
	Operation   string  `json:"operation"`
	Times       int     `json:"times"`
	Share       float64 `json:"share"`
	Status      int     `json:"status"`
	RetryAfter  string  `json:"retryAfter"`
	Reset       bool    `json:"reset"`
	Truncate    bool    `json:"truncate"`
	HTML        bool    `json:"html"`
	Body        string  `json:"body"`
	AfterEffect bool    `json:"afterEffect"`
	DelayMillis int64   `json:"delayMillis"`
	DripMillis  int64   `json:"dripMillis"`
}

func (c *Control) addFault(r *http.Request) (any, error) {
	var f fault
	if err := read(r, &f); err != nil {
		return nil, err
	}
	const most = 10 * 60 * 1000
	switch {
	case f == fault{}, f == fault{Operation: f.Operation, Times: f.Times, Share: f.Share}:
		return nil, bad(`the fault does nothing; set status, reset, truncate, html, body, delayMillis or dripMillis, such as {"status":503,"times":2}`)
	case f.Share < 0 || f.Share > 1:
		return nil, bad("the share is %v; it must be from 0 to 1", f.Share)
	case f.DelayMillis < 0 || f.DelayMillis > most || f.DripMillis < 0 || f.DripMillis > most:
		return nil, bad("the delayMillis and the dripMillis must be from 0 to %d", most)
	}
	err := c.Calls.Inject(server.Fault{
		Operation: f.Operation, Times: f.Times, Share: f.Share, Status: f.Status, RetryAfter: f.RetryAfter, Reset: f.Reset,
		Truncate: f.Truncate, HTML: f.HTML, Body: f.Body, AfterEffect: f.AfterEffect,
		Delay: time.Duration(f.DelayMillis) * time.Millisecond, Drip: time.Duration(f.DripMillis) * time.Millisecond,
	})
	if err != nil {
		return nil, bad("%w", err)
	}
	return done, nil
}

func (c *Control) clearFaults(*http.Request) (any, error) {
	c.Calls.ClearFaults()
	return done, nil
}
