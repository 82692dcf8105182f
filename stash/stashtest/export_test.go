package stashtest

// Faults tells tests which answers of the server's own would have broken the document.
func (s *Server) Faults() []string { return s.journal.faults() }
