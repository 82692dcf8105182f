package stashtest

import (
	"context"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// DeliveryOption changes how an event is delivered.
type DeliveryOption func(*deliveryPlan)

type deliveryPlan deliver.Plan

// Copies delivers an event n times at the same moment, as a queue may.
func Copies(n int) DeliveryOption { return func(p *deliveryPlan) { p.Copies = max(n, 1) } }

// Reversed holds events back until n have come and sends them newest first. It is for events that the server sends by
// itself; WaitWebhooks sends what is held back.
func Reversed(n int) DeliveryOption { return func(p *deliveryPlan) { p.Hold = n } }

// BadSignature signs with a secret that is not the webhook's, and tries once. A receiver must answer 401.
func BadSignature() DeliveryOption {
	return func(p *deliveryPlan) { p.Forged, p.Attempts = true, 1 }
}

// CorruptBody changes a byte of the body on its way, after it was signed, and tries once. A receiver must answer 401.
func CorruptBody() DeliveryOption {
	return func(p *deliveryPlan) { p.Corrupted, p.Attempts = true, 1 }
}

// VersionedSignature signs as the API does, in x-stash-hmac-signature, beside the plain signature. Whether Stash does
// so is not known.
func VersionedSignature() DeliveryOption { return func(p *deliveryPlan) { p.Versioned = true } }

// Attempts gives up after n attempts instead of ten.
func Attempts(n int) DeliveryOption { return func(p *deliveryPlan) { p.Attempts = max(n, 1) } }

// InEnvironment names an environment other than webhook.EnvironmentTest in the envelope.
func InEnvironment(environment webhook.Environment) DeliveryOption {
	return func(p *deliveryPlan) { p.Environment = environment }
}

// Through sends with a client of the caller's, for receivers that trust a test certificate or listen on a pipe. Its
// timeout and what it makes of redirects are the caller's too.
func Through(client *http.Client) DeliveryOption { return func(p *deliveryPlan) { p.Client = client } }

// changing makes one change of options.
func changing(opts []DeliveryOption) func(*deliver.Plan) {
	return func(plan *deliver.Plan) {
		for _, opt := range opts {
			opt((*deliveryPlan)(plan))
		}
	}
}

func planOf(opts []DeliveryOption) deliver.Plan {
	plan := deliver.NewPlan()
	changing(opts)(&plan)
	return plan
}

// Delivery is what became of an event.
type Delivery struct {
	ID        string            // counted from the server's first start; empty for those of Deliver
	Type      string            // the event's, such as PURCHASE_SUCCEEDED; empty when the body has none
	URL       string            // where it goes
	Body      []byte            // as it was sent
	Attempts  []DeliveryAttempt // in the order of their time
	Delivered bool              // every copy was answered exactly 200
	Ended     bool              // nothing more will be sent
	Next      time.Time         // when it is tried again; zero while an attempt is under way, and at the end
}

// DeliveryAttempt is one request of a delivery.
type DeliveryAttempt struct {
	At         time.Time
	RetryCount int    // as in the header stash-retry-count; 0 at first
	Status     int    // 0 when there was no answer
	Answer     string // the body of the answer, at most 4 KiB
	Err        error  // why there was no answer
}

func delivery(d deliver.Delivery) Delivery {
	attempts := convert(d.Attempts, func(a deliver.Attempt) DeliveryAttempt { return DeliveryAttempt(a) })
	return Delivery{d.ID, d.Type, d.URL, d.Body, attempts, d.Delivered, d.Ended, d.Next}
}

// SendWebhooks makes the server deliver its events to a URL, by itself and on Stash's schedule: PURCHASE_SUCCEEDED
// after Pay, PURCHASE_REFUNDED after Refund, and those of subscriptions. An empty URL ends that, for events to come.
func (s *Server) SendWebhooks(url string, opts ...DeliveryOption) {
	s.in.Deliveries.Send(url, planOf(opts))
}

// WaitWebhooks sends what Reversed holds back, and waits until each delivery has ended, well or not.
func (s *Server) WaitWebhooks(ctx context.Context) error { return s.in.Deliveries.Wait(ctx) }

// Deliver sends an event to a webhook URL with Stash's headers, and again on its schedule (at once, then after 1, 2, 4,
// 8, 16 minutes and so on, ten attempts in all) until the answer is exactly 200. A redirect is not followed, and a
// receiver that has not answered after 30 seconds is given up until the next attempt; how long Stash waits is not
// documented, so that is inferred. In a testing/synctest bubble the waits take no time.
//
// The event is a pointer to a payload, such as *webhook.PurchaseSucceeded, or a whole body as []byte, json.RawMessage or
// string. The Delivery is there beside an error too, unless nothing was sent.
func (s *Server) Deliver(ctx context.Context, url string, event any, opts ...DeliveryOption) (*Delivery, error) {
	sent, err := s.in.Deliveries.Deliver(ctx, url, event, planOf(opts))
	if sent == nil {
		return nil, err
	}
	d := delivery(*sent)
	return &d, err
}

// Deliveries returns the deliveries that the server has made by itself and that have ended, in the order of their end;
// of very many, the latest.
func (s *Server) Deliveries() []Delivery { return convert(s.in.Deliveries.Ended(), delivery) }

// Redeliver sends the event of an earlier delivery again, as a delivery of its own, to the URL that the server sends
// to now. It is for deliveries that the server has made by itself. Options may change how, as in SendWebhooks.
func (s *Server) Redeliver(id string, opts ...DeliveryOption) (err error) {
	return s.in.Deliveries.Redeliver(id, changing(opts))
}
