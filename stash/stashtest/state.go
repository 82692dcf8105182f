package stashtest

import (
	"sync"

	"github.com/stash-sdk/stash-go/stash"
)

// state is everything that the emulated Stash remembers but its deliveries. All of it is in tables, so that a state
// file has all of it.
type state struct {
	mu sync.Mutex // one change is made under one hold of it, and kept whole or not at all

	identity table[identity] // one row

	checkouts    table[checkout] // by id
	transactions table[string]   // checkouts' ids, by transaction id

	plans         table[stash.Plan]       // by id, oldest first
	links         table[subscriptionLink] // by id
	subscriptions table[subscription]     // by id, oldest first

	catalog  catalog
	sheet    table[stash.SheetPrice]
	campaign table[stash.LoyaltyCampaign] // at most one row; without an id when none is running
	points   table[int64]                 // by player

	channels       table[stash.PaymentChannel]    // by player
	sessions       table[string]                  // players by webshop session
	loggedOut      table[bool]                    // players without a webshop session
	codes          table[bool]                    // whether each was used
	launcherTokens table[stash.SaveTokensRequest] // by code challenge
	players        table[string]                  // by token
}

func newState() *state {
	return &state{
		identity:       newTable[identity]("identity"),
		checkouts:      newTable[checkout]("checkouts"),
		transactions:   newTable[string]("transactions"),
		plans:          newTable[stash.Plan]("plans"),
		links:          newTable[subscriptionLink]("subscription links"),
		subscriptions:  newTable[subscription]("subscriptions"),
		catalog:        newCatalog(),
		sheet:          sortedTable("prices", bySheetKey),
		campaign:       newTable[stash.LoyaltyCampaign]("loyalty campaign"),
		points:         newTable[int64]("loyalty points"),
		channels:       newTable[stash.PaymentChannel]("payment channels"),
		sessions:       newTable[string]("webshop sessions"),
		loggedOut:      newTable[bool]("logged-out players"),
		codes:          newTable[bool]("codes"),
		launcherTokens: newTable[stash.SaveTokensRequest]("launcher tokens"),
		players:        newTable[string]("player tokens"),
	}
}

// tables are all tables of the state.
func (st *state) tables() []keptTable {
	return []keptTable{
		&st.identity, &st.checkouts, &st.transactions, &st.plans, &st.links, &st.subscriptions, &st.catalog.products, &st.sheet,
		&st.campaign, &st.points, &st.channels, &st.sessions, &st.loggedOut, &st.codes, &st.launcherTokens, &st.players,
	}
}
