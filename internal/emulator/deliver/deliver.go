// Package deliver sends webhooks: it signs the events of the emulated Stash and sends them to a game's webhook URL, on
// Stash's schedule of retries. It can also repeat, reorder and forge them.
package deliver

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/emulator/store"
)

// Around is what deliveries need from their server.
type Around struct {
	Now     func() time.Time     // the clock of the schedule
	Signed  func() time.Time     // the clock of signatures
	Who     func() shop.Identity // the shop, whose webhook secret signs
	Keep    func() error         // returns once all changes are in the state file
	Changed func()               // called when a delivery has changed
	Fault   func(text string)    // called with the violations of an invalid event
	Network http.RoundTripper    // the way to receivers; nil for the usual one
}

// Deliveries sends the server's events and keeps a log of them.
type Deliveries struct {
	around  Around
	client  *http.Client // for plans without one
	mu      sync.Mutex
	url     string // empty while nothing is sent
	plan    Plan
	ctx     context.Context
	cancel  context.CancelFunc
	held    []*delivery           // waiting for other events
	log     store.Table[delivery] // by id, oldest first
	endings int                   // how many deliveries have ended
}

// New makes Deliveries without a webhook URL.
func New(around Around) *Deliveries {
	client := *Client
	client.Transport = around.Network
	return &Deliveries{around: around, client: &client, log: store.New[delivery]("deliveries")}
}

// Table is the log of deliveries.
func (d *Deliveries) Table() store.Kept { return &d.log }

// Send makes the server deliver its events to a URL, by itself. An empty URL stops this for later events.
func (d *Deliveries) Send(url string, plan Plan) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.url, d.plan = url, plan
	d.renew()
}

// renew makes the context of later deliveries. It runs on demand, so that in a testing/synctest bubble the context
// belongs to the bubble. Running deliveries keep their context and also end with the server. Callers hold mu.
func (d *Deliveries) renew() {
	earlier := d.cancel
	ctx, cancel := context.WithCancel(context.Background())
	d.ctx, d.cancel = ctx, func() {
		if earlier != nil {
			earlier()
		}
		cancel()
	}
}

// Wait sends the events that are held back, and waits until each delivery has succeeded or failed.
func (d *Deliveries) Wait(ctx context.Context) error {
	d.mu.Lock()
	d.release()
	var running []*delivery
	for _, each := range d.log.All() {
		if !each.Value.Ended {
			running = append(running, &each.Value)
		}
	}
	d.mu.Unlock()
	for i, each := range running {
		select {
		case <-each.ended:
		case <-ctx.Done():
			return fmt.Errorf("stashtest: WaitWebhooks: %d of %d deliveries have not ended: %w", len(running)-i, len(running), context.Cause(ctx))
		}
	}
	return nil
}

// Announce sends an event in the background, if a webhook URL is set.
func (d *Deliveries) Announce(event any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.url == "" {
		return
	}
	body, err := eventBody(event, d.plan.Environment)
	if err != nil {
		d.around.Fault(err.Error())
		return
	}
	d.held = append(d.held, d.add(d.url, body, d.plan))
	if len(d.held) >= d.plan.Hold {
		d.release()
	}
}

// release sends the events that are held back, newest first. Callers hold mu.
func (d *Deliveries) release() {
	slices.Reverse(d.held)
	var before *delivery // each delivery waits for the one before, or the network could reorder them
	for _, event := range d.held {
		if event.plan.Hold > 1 && before != nil {
			d.start(event, before.ended)
		} else {
			d.start(event, nil)
		}
		before = event
	}
	d.held = nil
}

// start sends an event in the background, once the channel after is closed, if there is one. With a state file, it first
// waits until the change that the event reports is in the file, so that a crash cannot undo the change. Callers hold mu.
func (d *Deliveries) start(event *delivery, after <-chan struct{}) {
	ctx := d.ctx
	go func() {
		if after != nil {
			<-after
		}
		for d.around.Keep() != nil && pause(ctx, time.Second) == nil {
			continue // the call that made the change returns the error
		}
		d.deliver(ctx, event)
	}()
	d.around.Changed()
}

// Forget ends all running deliveries, and empties the log.
func (d *Deliveries) Forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.cancel != nil {
		d.cancel()
		d.cancel = nil
		d.renew()
	}
	d.held = nil
	d.log.Clear()
}

// Stop ends all running deliveries when the server closes.
func (d *Deliveries) Stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.cancel != nil {
		d.cancel()
	}
}
