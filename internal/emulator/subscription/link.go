package subscription

import (
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// Link is a checkout link that starts or changes a subscription.
type Link struct {
	Plan     stash.Plan        `json:"plan"` // the plan when the link was made; without an ID when a change keeps the plan
	Price    stash.PlanPrice   `json:"price"`
	Player   string            `json:"player,omitempty"`
	Metadata map[string]string `json:"metadata,omitempty"`
	Changes  string            `json:"changes,omitempty"` // id of the subscription to change; empty to start one
	Anchor   time.Time         `json:"anchor,omitzero"`
	Done     bool              `json:"done,omitempty"`
}
