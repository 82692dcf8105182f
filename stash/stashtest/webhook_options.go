package stashtest

import (
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// DeliveryOption changes how an event is delivered.
type DeliveryOption func(*deliveryPlan)

// deliveryPlan is how an event is delivered.
type deliveryPlan struct {
	client      *http.Client // nil for deliveryClient
	environment webhook.Environment
	attempts    int
	copies      int
	hold        int // how many events wait for each other, to be sent in reverse
	forged      bool
	corrupted   bool
	versioned   bool
}

func planOf(opts []DeliveryOption) deliveryPlan {
	plan := deliveryPlan{environment: webhook.EnvironmentTest, attempts: maxAttempts, copies: 1}
	for _, opt := range opts {
		opt(&plan)
	}
	return plan
}

// Copies delivers an event n times at the same moment, as a queue may.
func Copies(n int) DeliveryOption { return func(p *deliveryPlan) { p.copies = max(n, 1) } }

// Reversed holds events back until n have come and sends them newest first. It is for events that the server sends by
// itself; WaitWebhooks sends what is held back.
func Reversed(n int) DeliveryOption { return func(p *deliveryPlan) { p.hold = n } }

// BadSignature signs with a secret that is not the webhook's, and tries once. A receiver must answer 401.
func BadSignature() DeliveryOption {
	return func(p *deliveryPlan) { p.forged, p.attempts = true, 1 }
}

// CorruptBody changes a byte of the body on its way, after it was signed, and tries once. A receiver must answer 401.
func CorruptBody() DeliveryOption {
	return func(p *deliveryPlan) { p.corrupted, p.attempts = true, 1 }
}

// VersionedSignature signs as the API does, in x-stash-hmac-signature, beside the plain signature. Whether Stash does
// so is not known.
func VersionedSignature() DeliveryOption { return func(p *deliveryPlan) { p.versioned = true } }

// Attempts gives up after n attempts instead of ten.
func Attempts(n int) DeliveryOption { return func(p *deliveryPlan) { p.attempts = max(n, 1) } }

// InEnvironment names an environment other than webhook.EnvironmentTest in the envelope.
func InEnvironment(environment webhook.Environment) DeliveryOption {
	return func(p *deliveryPlan) { p.environment = environment }
}

// Through sends with a client of the caller's, for receivers that trust a test certificate or listen on a pipe. Its
// timeout and what it makes of redirects are the caller's too.
func Through(client *http.Client) DeliveryOption { return func(p *deliveryPlan) { p.client = client } }

// WithWebhook makes the server send its events to a URL from the beginning; SendWebhooks does so later.
func WithWebhook(url string, opts ...DeliveryOption) Option {
	return func(s *Server) { s.SendWebhooks(url, opts...) }
}

const maxAttempts = 10

// retryWait is how long Stash waits before a retry: nothing before the first attempt, then 1, 2, 4, 8, 16 minutes and
// so on, by its guide.
func retryWait(retry int) time.Duration {
	if retry == 0 {
		return 0
	}
	return time.Minute << (retry - 1)
}
