package stashtest

import (
	"context"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator"
	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// DeliveryOption changes how an event is delivered.
type DeliveryOption func(*deliveryPlan)

type deliveryPlan struct{ plan deliver.Plan }

// Copies delivers an event n times at once, as a queue may.
func Copies(n int) DeliveryOption { return func(p *deliveryPlan) { p.plan.Copies = max(n, 1) } }

// Reversed holds back the server's own events until n have come, or until WaitWebhooks, and sends the newest first.
func Reversed(n int) DeliveryOption { return func(p *deliveryPlan) { p.plan.Hold = n } }

// BadSignature signs with another secret than the webhook's, and tries once. A receiver must answer 401.
func BadSignature() DeliveryOption {
	return func(p *deliveryPlan) { p.plan.Forged, p.plan.Attempts = true, 1 }
}

// CorruptBody changes a byte of the body after signing it, and tries once. A receiver must answer 401.
func CorruptBody() DeliveryOption {
	return func(p *deliveryPlan) { p.plan.Corrupted, p.plan.Attempts = true, 1 }
}

// VersionedSignature also sends the API's signature in x-stash-hmac-signature. No source says whether Stash does so.
func VersionedSignature() DeliveryOption { return func(p *deliveryPlan) { p.plan.Versioned = true } }

// Attempts stops after n attempts instead of ten.
func Attempts(n int) DeliveryOption { return func(p *deliveryPlan) { p.plan.Attempts = max(n, 1) } }

// InEnvironment names an environment other than webhook.EnvironmentTest in the envelope.
func InEnvironment(e webhook.Environment) DeliveryOption {
	return func(p *deliveryPlan) { p.plan.Environment = e }
}

// Through sends with the given client, its timeout and its redirects, for receivers with a test certificate.
func Through(c *http.Client) DeliveryOption { return func(p *deliveryPlan) { p.plan.Client = c } }

func changed(plan deliver.Plan, opts []DeliveryOption) deliver.Plan {
	p := &deliveryPlan{plan}
	for _, opt := range opts {
		opt(p)
	}
	return p.plan
}

// Delivery is an event and its attempts.
type Delivery struct {
	ID        string            // counted from the server's first start; empty for Deliver
	Type      string            // the event's type, such as PURCHASE_SUCCEEDED; empty when the body has none
	URL       string            // the webhook URL
	Body      []byte            // as it was sent
	Attempts  []DeliveryAttempt // oldest first
	Delivered bool              // every copy got HTTP 200
	Ended     bool              // nothing more will be sent
	Next      time.Time         // time of the next attempt; zero during an attempt, and at the end
}

// DeliveryAttempt is one request of a delivery: the time At, the RetryCount as in the header stash-retry-count, the Status
// and at most 4 KiB of the Answer (the response body), or Err if there was no response.
type DeliveryAttempt deliver.Attempt

func delivery(d deliver.Delivery) Delivery {
	attempts := emulator.Convert(d.Attempts, func(a deliver.Attempt) DeliveryAttempt { return DeliveryAttempt(a) })
	return Delivery{d.ID, d.Type, d.URL, d.Body, attempts, d.Delivered, d.Ended, d.Next}
}

// SendWebhooks makes the server deliver the events of Pay, Refund and subscriptions to a URL by itself, on Stash's
// schedule. An empty URL stops this for later events.
func (s *Server) SendWebhooks(url string, opts ...DeliveryOption) {
	s.in.Deliveries.Send(url, changed(deliver.NewPlan(), opts))
}

// WaitWebhooks sends what Reversed holds back, and waits until each delivery has succeeded or failed.
func (s *Server) WaitWebhooks(ctx context.Context) error { return s.in.Deliveries.Wait(ctx) }

// Deliver sends an event to a webhook URL until the response is HTTP 200: at once, then after 1, 2, 4, 8, 16 minutes and so
// on, ten times in all. It waits 30 seconds for a response, which is inferred. The event is a pointer to a payload, such as
// *webhook.PurchaseSucceeded, or a whole body as []byte, json.RawMessage or string. Deliver returns the Delivery with an
// error too, unless nothing was sent.
func (s *Server) Deliver(ctx context.Context, url string, event any, opts ...DeliveryOption) (*Delivery, error) {
	sent, err := s.in.Deliveries.Deliver(ctx, url, event, changed(deliver.NewPlan(), opts))
	if sent == nil {
		return nil, err
	}
	d := delivery(*sent)
	return &d, err
}

// Deliveries returns the latest deliveries of SendWebhooks that have ended, in the order of their end.
func (s *Server) Deliveries() []Delivery { return emulator.Convert(s.in.Deliveries.Ended(), delivery) }

// Redeliver sends the event of a delivery again, as a new delivery, to the current URL of SendWebhooks.
func (s *Server) Redeliver(id string, opts ...DeliveryOption) (err error) {
	return s.in.Deliveries.Redeliver(id, func(plan *deliver.Plan) { *plan = changed(*plan, opts) })
}
