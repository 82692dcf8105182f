package stashtest

import (
	"net/http"

	"github.com/stash-sdk/stash-go/internal/emulator"
	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/internal/emulator/pages"
)

// Faults tells tests which answers of the server's own would have broken the document.
func (s *Server) Faults() []string { return s.in.Calls.Faults() }

// What tests need to know of the emulator's limits.
const (
	KeptDeliveries = deliver.Kept       // how many deliveries the log holds
	ChangesApart   = pages.ChangesApart // how seldom the console hears of changes
)

// ThroughTransport sends with the server's own client, but for the network.
func ThroughTransport(network http.RoundTripper) DeliveryOption {
	own := *deliver.Client
	own.Transport = network
	return Through(&own)
}

// Announce sends an event as the server does by itself.
func Announce(s *Server, event any) { s.in.Deliveries.Announce(event) }

// AllDeliveries returns the newest deliveries, those under way too.
func AllDeliveries(s *Server, n int) []Delivery {
	return emulator.Convert(s.in.Deliveries.Newest(n), delivery)
}

// Rows tells tests how many rows each table of a state has.
func Rows(s *Server) map[string]int {
	counts := map[string]int{}
	for _, table := range append(s.in.Shop.Tables(), s.in.Deliveries.Table()) {
		counts[table.Name()] = table.Len()
	}
	return counts
}

// BreakStateFile makes writing the state file fail until the function that it returns is called.
func BreakStateFile(s *Server) (mend func()) { return s.in.Shop.File().Break() }

// Careless makes the server acknowledge changes before they are in the file, where they follow soon.
func Careless(s *Server) { s.in.Shop.File().Hurry() }

// KeepRequests changes how many calls the journal keeps.
func KeepRequests(s *Server, most int) { s.in.Calls.KeepRequests(most) }

// Sentence returns what a page says of an error.
func Sentence(s *Server, err error) string { return s.in.Pages.Sentence(err) }
