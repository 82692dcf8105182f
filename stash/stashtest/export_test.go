package stashtest

// Faults tells tests which answers of the server's own would have broken the document.
func (s *Server) Faults() []string { return s.journal.faults() }

// KeptDeliveries tells tests how many deliveries the log holds.
const KeptDeliveries = keptDeliveries

// Announce sends an event as the server does by itself.
func Announce(s *Server, event any) { s.announce(event) }

// AllDeliveries returns the newest deliveries, those under way too.
func AllDeliveries(s *Server, n int) []Delivery { return s.allDeliveries(n) }

// ChangesApart tells tests how seldom the console hears of changes.
const ChangesApart = changesApart

// Sentence returns what a page says of an error.
func Sentence(s *Server, err error) string { return s.sentence(err) }
