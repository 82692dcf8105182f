package stashtest

// CheckoutCount tells tests how many checkouts the server has, asked for or not.
func (s *Server) CheckoutCount() int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return len(s.state.checkouts)
}

// Faults tells tests which answers of the server's own would have broken the document.
func (s *Server) Faults() []string { return s.journal.faults() }
