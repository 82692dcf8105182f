package subscription

import (
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// Link is a checkout link that starts a subscription, or changes one.
type Link struct {
	Plan     stash.Plan        `json:"plan"` // as it was when the link was made; without an ID when a change keeps the plan
	Price    stash.PlanPrice   `json:"price"`
	Player   string            `json:"player,omitempty"`
	Metadata map[string]string `json:"metadata,omitempty"`
	Changes  string            `json:"changes,omitempty"` // id of the subscription that it changes; empty when it starts one
	Anchor   time.Time         `json:"anchor,omitzero"`
	Done     bool              `json:"done,omitempty"`
}
