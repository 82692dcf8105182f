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
	Attempts    int  // most attempts of each copy
	Copies      int  // sent at the same time
	Hold        int  // how many events to collect and send in reverse order
	Forged      bool // signed with another secret than the webhook's
	Corrupted   bool // a byte of the body is changed after it was signed
	Versioned   bool // also signed as the API does
}

// NewPlan returns Stash's usual plan.
func NewPlan() Plan { return Plan{Environment: webhook.EnvironmentTest, Attempts: 10, Copies: 1} }

// retryWait is how long Stash waits before a retry: nothing before the first attempt, then 1, 2, 4, 8, 16 minutes and
// so on, by its guide.
func retryWait(retry int) time.Duration {
	if retry == 0 {
		return 0
	}
	return time.Minute << (retry - 1)
}

// patience is how long a receiver has for its whole response. Stash's guide gives no limit, so this one is inferred;
// stash send uses the same.
const patience = 30 * time.Second

// Client sends events for plans without a client. It does not follow redirects, because only the webhook URL may get the
// event and its signature. A redirect counts as a response other than 200.
var Client = &http.Client{
	Timeout:       patience,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}
