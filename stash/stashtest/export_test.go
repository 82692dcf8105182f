package stashtest

// CheckoutCount tells tests how many checkouts the server has, asked for or not.
func (s *Server) CheckoutCount() int {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	return len(s.state.checkouts)
}
