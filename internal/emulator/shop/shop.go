// Package shop is what the emulated Stash knows and its rules: checkouts, the catalog, prices, plans and subscriptions,
// loyalty, players. Each method is one whole change, kept in the state file whole or not at all. It knows nothing of
// HTTP.
package shop

import (
	"fmt"
	"sync"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/store"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/stash"
)

// Shop is everything that the emulated Stash remembers but its deliveries. All of it is in tables, so that a state file
// has all of it.
type Shop struct {
	clock    func() time.Time
	announce func(event any) // called during the change that the event tells of, so that both are kept together
	file     *store.File     // nil when nothing is kept

	mu sync.Mutex // one change is made under one hold of it

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
	codes          store.Table[bool]                    // whether each was used
	launcherTokens store.Table[stash.SaveTokensRequest] // by code challenge
	players        store.Table[string]                  // by token
}

// New makes a shop. Announce is called with the event of each change that Stash tells a game of, a pointer to a payload
// of package webhook. It must not call the shop.
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

// Tables are all tables of the shop.
func (s *Shop) Tables() []store.Kept {
	return []store.Kept{
		&s.identity, &s.checkouts, &s.transactions, &s.plans, &s.links, &s.subscriptions, &s.catalog.products, &s.sheet,
		&s.campaign, &s.points, &s.channels, &s.sessions, &s.loggedOut, &s.codes, &s.launcherTokens, &s.players,
	}
}

// Open fills the shop from a state file, which is made if there is none, and keeps it there from then on. More are the
// tables that announce changes: their changes are kept together with the shop's own.
func (s *Shop) Open(path string, more ...store.Kept) (err error) {
	s.file, err = store.Open(path, &s.mu, append(s.Tables(), more...))
	return named(err)
}

// Keep returns once all changes are in the state file, or why they are not.
func (s *Shop) Keep() error { return named(s.file.Flush()) }

// KeepAfter is deferred by methods that change the shop, before they lock it: it returns once the change is kept, and
// sets the error if it cannot be, unless the method has failed already.
func (s *Shop) KeepAfter(err *error) {
	if failed := s.Keep(); *err == nil {
		*err = failed
	}
}

// Close writes what is left, and releases the state file.
func (s *Shop) Close() error { return s.file.Close() }

// File is the state file, or nil.
func (s *Shop) File() *store.File { return s.file }

// now is the time in UTC, as Stash writes it.
func (s *Shop) now() time.Time { return s.clock().UTC() }

func named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("stashtest: %w", err)
}

// within reports whether now is in a window whose ends may be unset. Its first moment belongs to it, its last one
// does not.
func within(now, start, end time.Time) bool {
	return !now.Before(start) && (end.IsZero() || now.Before(end))
}
