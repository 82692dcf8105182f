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

// Copies delivers an event n times at the same moment, as a queue may.
func Copies(n int) DeliveryOption { return func(p *deliveryPlan) { p.plan.Copies = max(n, 1) } }

// Reversed holds back the server's own events until n have come, or until WaitWebhooks, and sends the newest first.
func Reversed(n int) DeliveryOption { return func(p *deliveryPlan) { p.plan.Hold = n } }

// BadSignature signs with a secret that is not the webhook's, and tries once. A receiver must answer 401.
func BadSignature() DeliveryOption {
	return func(p *deliveryPlan) { p.plan.Forged, p.plan.Attempts = true, 1 }
}

// CorruptBody changes a byte of the body on its way, after it was signed, and tries once. A receiver must answer 401.
func CorruptBody() DeliveryOption {
	return func(p *deliveryPlan) { p.plan.Corrupted, p.plan.Attempts = true, 1 }
}

// VersionedSignature also signs as the API does, in x-stash-hmac-signature. Whether Stash does so is not known.
func VersionedSignature() DeliveryOption { return func(p *deliveryPlan) { p.plan.Versioned = true } }

// Attempts gives up after n attempts instead of ten.
func Attempts(n int) DeliveryOption { return func(p *deliveryPlan) { p.plan.Attempts = max(n, 1) } }

// InEnvironment names an environment other than webhook.EnvironmentTest in the envelope.
func InEnvironment(environment webhook.Environment) DeliveryOption {
	return func(p *deliveryPlan) { p.plan.Environment = environment }
}

// Through sends with a client of the caller's, with its timeout and redirects, for receivers with a test certificate.
func Through(client *http.Client) DeliveryOption {
	return func(p *deliveryPlan) { p.plan.Client = client }
}

func changed(plan deliver.Plan, opts []DeliveryOption) deliver.Plan {
	p := &deliveryPlan{plan}
	for _, opt := range opts {
		opt(p)
	}
	return p.plan
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

// DeliveryAttempt is one request of a delivery: the time At, the RetryCount as in the header stash-retry-count, the Status
// and at most 4 KiB of the Answer, or Err, why there was no answer.
type DeliveryAttempt deliver.Attempt

func delivery(d deliver.Delivery) Delivery {
	attempts := emulator.Convert(d.Attempts, func(a deliver.Attempt) DeliveryAttempt { return DeliveryAttempt(a) })
	return Delivery{d.ID, d.Type, d.URL, d.Body, attempts, d.Delivered, d.Ended, d.Next}
}

// SendWebhooks makes the server deliver the events of Pay, Refund and subscriptions to a URL by itself, on Stash's schedule.
// An empty URL ends that, for events to come.
func (s *Server) SendWebhooks(url string, opts ...DeliveryOption) {
	s.in.Deliveries.Send(url, changed(deliver.NewPlan(), opts))
}

// WaitWebhooks sends what Reversed holds back, and waits until each delivery has ended, well or not.
func (s *Server) WaitWebhooks(ctx context.Context) error { return s.in.Deliveries.Wait(ctx) }

// Deliver sends an event to a webhook URL until the answer is exactly 200: at once, then after 1, 2, 4, 8, 16 minutes and so
// on, ten times in all. It waits 30 seconds for an answer, which is inferred. The event is a pointer to a payload, such as
// *webhook.PurchaseSucceeded, or a whole body as []byte, json.RawMessage or string. The Delivery is there beside an error
// too, unless nothing was sent.
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

// Redeliver sends the event of one of Deliveries again, as a delivery of its own, to the URL that the server sends to now.
func (s *Server) Redeliver(id string, opts ...DeliveryOption) (err error) {
	return s.in.Deliveries.Redeliver(id, func(plan *deliver.Plan) { *plan = changed(*plan, opts) })
}
