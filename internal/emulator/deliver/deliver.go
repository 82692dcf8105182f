// Package deliver sends webhooks: the events of the emulated Stash to a game's webhook URL, signed, on Stash's schedule
// of retries, and in the ways in which deliveries go wrong.
package deliver

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/emulator/store"
)

// Around is what deliveries need of the server that makes them.
type Around struct {
	Now     func() time.Time
	Who     func() shop.Identity // whose secret signs
	Keep    func() error         // returns once all changes are in the state file
	Changed func()               // is called when a delivery may look different
	Fault   func(text string)    // is told of an event that the document forbids
}

// Deliveries are the events that the server sends by itself.
type Deliveries struct {
	around  Around
	mu      sync.Mutex
	url     string // empty while nothing is sent
	plan    Plan
	ctx     context.Context
	cancel  context.CancelFunc
	held    []*delivery           // those that wait for other events
	log     store.Table[delivery] // by id, oldest first
	endings int                   // of deliveries that have ended
}

// New makes deliveries that are sent nowhere yet.
func New(around Around) *Deliveries {
	return &Deliveries{around: around, log: store.New[delivery]("deliveries")}
}

// Table is the log of deliveries.
func (d *Deliveries) Table() store.Kept { return &d.log }

// Send makes the server deliver its events to a URL, by itself. An empty URL ends that, for events to come.
func (d *Deliveries) Send(url string, plan Plan) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.url, d.plan = url, plan
	d.renew()
}

// renew makes the context of deliveries to come. It is made when they are asked for, so that in a testing/synctest
// bubble it belongs to the bubble. Deliveries that are under way keep theirs, and end with the server too. Its callers
// hold mu.
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

// Wait sends what is held back, and waits until each delivery has ended, well or not.
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

// Announce sends an event in the background, if the server sends any.
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

// release sends the events that are held back, newest first. Its callers hold mu.
func (d *Deliveries) release() {
	slices.Reverse(d.held)
	var before *delivery // reversed deliveries follow each other, or the network would order them anew
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

// start sends an event in the background, after something else has happened if that is given. Its callers hold mu. With
// a state file, nothing is sent before what it tells of is in the file, so that no crash takes that back.
func (d *Deliveries) start(event *delivery, after <-chan struct{}) {
	ctx := d.ctx
	go func() {
		if after != nil {
			<-after
		}
		for d.around.Keep() != nil && pause(ctx, time.Second) == nil {
			continue // the call that has caused it tells why
		}
		d.deliver(ctx, event)
	}()
	d.around.Changed()
}

// Stop ends deliveries that are still tried, when the server closes.
func (d *Deliveries) Stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.cancel != nil {
		d.cancel()
	}
}
