package stashtest

import (
	"sync"

	"github.com/stash-sdk/stash-go/stash"
)

// state is everything that the emulated Stash remembers.
type state struct {
	mu sync.Mutex

	checkouts     map[string]*checkout // by id
	byTransaction map[string]*checkout // by transaction id

	plans           []*stash.Plan
	links           map[string]*subscriptionLink // by id
	subscriptions   map[string]*subscription     // by id
	subscriptionIDs []string                     // oldest first

	catalog  catalog
	sheet    listing[string, stash.SheetPrice]
	campaign stash.LoyaltyCampaign // without an id when none is running
	points   map[string]int64      // by player

	channels       map[string]stash.PaymentChannel    // by player
	sessions       map[string]string                  // players by webshop session
	loggedOut      map[string]bool                    // players without a webshop session
	codes          map[string]bool                    // whether each was used
	launcherTokens map[string]stash.SaveTokensRequest // by code challenge
}

func newState() *state {
	plan := usualPlan
	return &state{
		checkouts:      map[string]*checkout{},
		byTransaction:  map[string]*checkout{},
		plans:          []*stash.Plan{&plan},
		links:          map[string]*subscriptionLink{},
		subscriptions:  map[string]*subscription{},
		catalog:        newCatalog(),
		sheet:          newListing[string](bySheetKey),
		points:         map[string]int64{},
		channels:       map[string]stash.PaymentChannel{},
		sessions:       map[string]string{},
		loggedOut:      map[string]bool{},
		codes:          map[string]bool{},
		launcherTokens: map[string]stash.SaveTokensRequest{},
	}
}
