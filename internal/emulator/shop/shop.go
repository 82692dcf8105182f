// Package shop has the state and rules of the emulated Stash: checkouts, the catalog, prices, plans and subscriptions,
// loyalty, players. Each method is one change: the state file gets all of it or nothing. The package does not use HTTP.
package shop

import (
	"fmt"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/store"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
)

// Shop is the state of the emulated Stash, except its deliveries. All state is in tables, so that the state file has all
// of it.
type Shop struct {
	clock    func() time.Time
	announce func(event any) // called during the change, so that the event and the change are stored together
	file     *store.File     // nil without a state file

	mu sync.Mutex // held during each change

	identity store.Table[Identity] // one row

	checkouts    store.Table[Checkout] // by id
	transactions store.Table[string]   // checkouts' ids, by transaction id

	plans         store.Table[stash.Plan]                // by id, oldest first
	links         store.Table[subscription.Link]         // by id
	subscriptions store.Table[subscription.Subscription] // by id, oldest first

	catalog  catalog
	sheet    store.Table[stash.SheetPrice]
	campaign store.Table[stash.LoyaltyCampaign] // at most one row; without an id when none is running
	points   store.Table[int64]                 // by player

	channels       store.Table[stash.PaymentChannel]    // by player
	sessions       store.Table[string]                  // players by webshop session
	loggedOut      store.Table[bool]                    // players without a webshop session
	codes          store.Table[bool]                    // by code: whether it was used
	launcherTokens store.Table[stash.SaveTokensRequest] // by code challenge
	players        store.Table[string]                  // by token
}

// New makes a shop. For each change that Stash reports to a game, the shop calls announce with the event, a pointer to a
// payload of package webhook. Announce must not call the shop.
func New(now func() time.Time, announce func(event any)) *Shop {
	return &Shop{
		clock: now, announce: announce,
		identity:       store.New[Identity]("identity"),
		checkouts:      store.New[Checkout]("checkouts"),
		transactions:   store.New[string]("transactions"),
		plans:          store.New[stash.Plan]("plans"),
		links:          store.New[subscription.Link]("subscription links"),
		subscriptions:  store.New[subscription.Subscription]("subscriptions"),
		catalog:        newCatalog(),
		sheet:          store.NewSorted("prices", bySheetKey),
		campaign:       store.New[stash.LoyaltyCampaign]("loyalty campaign"),
		points:         store.New[int64]("loyalty points"),
		channels:       store.New[stash.PaymentChannel]("payment channels"),
		sessions:       store.New[string]("webshop sessions"),
		loggedOut:      store.New[bool]("logged-out players"),
		codes:          store.New[bool]("codes"),
		launcherTokens: store.New[stash.SaveTokensRequest]("launcher tokens"),
		players:        store.New[string]("player tokens"),
	}
}

// Tables returns all tables of the shop.
func (s *Shop) Tables() []store.Kept {
	return []store.Kept{
		&s.identity, &s.checkouts, &s.transactions, &s.plans, &s.links, &s.subscriptions, &s.catalog.products, &s.sheet,
		&s.campaign, &s.points, &s.channels, &s.sessions, &s.loggedOut, &s.codes, &s.launcherTokens, &s.players,
	}
}

// Reset empties the shop, but for its identity.
func (s *Shop) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, table := range s.Tables() {
		if table != store.Kept(&s.identity) {
			table.Clear()
		}
	}
	s.begin()
}

// begin puts the plan that every shop has into a new shop. Callers hold mu.
func (s *Shop) begin() {
	s.plans.Set(subscription.UsualPlan.ID, subscription.UsualPlan)
	if kept := s.identity.Get(onlyShop); kept != nil && kept.Seed != "" {
		kept.Seed = ""
		s.identity.Touch(onlyShop)
	}
}

// Open fills the shop from a state file, and then writes each change to it. It creates the file if there is none. More
// are the tables that announce changes; their changes are stored together with the shop's.
func (s *Shop) Open(path string, more ...store.Kept) (err error) {
	s.file, err = store.Open(path, &s.mu, append(s.Tables(), more...))
	return named(err)
}

// Keep returns once all changes are in the state file. It returns an error if they cannot be written.
func (s *Shop) Keep() error { return named(s.file.Flush()) }

// KeepAfter stores a method's change. Methods that change the shop defer it before they lock the shop. It returns once
// the change is in the state file. If that fails, it sets the error, unless the method has failed already.
func (s *Shop) KeepAfter(err *error) {
	if failed := s.Keep(); *err == nil {
		*err = failed
	}
}

// Close writes the remaining changes, and releases the state file.
func (s *Shop) Close() error { return s.file.Close() }

// File returns the state file, or nil.
func (s *Shop) File() *store.File { return s.file }

// now returns the time in UTC, as Stash writes it.
func (s *Shop) now() time.Time { return s.clock().UTC() }

func named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("stashtest: %w", err)
}

// within reports whether now is in a time window. The start is part of the window, the end is not. Either may be unset.
func within(now, start, end time.Time) bool {
	return !now.Before(start) && (end.IsZero() || now.Before(end))
}
