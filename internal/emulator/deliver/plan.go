package deliver

import (
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// Plan is how an event is delivered.
type Plan struct {
	Client      *http.Client // nil for one that waits 30 seconds
	Environment webhook.Environment
	Attempts    int  // at most, of each copy
	Copies      int  // that are sent at the same moment
	Hold        int  // how many events wait for each other, to be sent in reverse
	Forged      bool // signed with a secret that is not the webhook's
	Corrupted   bool // a byte of the body is changed after it was signed
	Versioned   bool // signed as the API does, beside the plain signature
}

// NewPlan is Stash's own.
func NewPlan() Plan { return Plan{Environment: webhook.EnvironmentTest, Attempts: 10, Copies: 1} }

// retryWait is how long Stash waits before a retry: nothing before the first attempt, then 1, 2, 4, 8, 16 minutes and
// so on, by its guide.
func retryWait(retry int) time.Duration {
	if retry == 0 {
		return 0
	}
	return time.Minute << (retry - 1)
}

// patience is how long a receiver has for its whole answer. Stash's guide does not say; this is inferred, and the same
// that stash send waits.
const patience = 30 * time.Second

// Client sends events unless a plan has one. A redirect is an answer other than 200: its target was not given the
// webhook, nor its signature.
var Client = &http.Client{
	Timeout:       patience,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}
