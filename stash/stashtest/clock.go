package stashtest

import "time"

// time is the server's time, in UTC as Stash writes it.
func (s *Server) time() time.Time { return s.now().UTC() }

// within reports whether now is in a window whose ends may be unset. Its first moment belongs to it, its last one
// does not.
func within(now, start, end time.Time) bool {
	return !now.Before(start) && (end.IsZero() || now.Before(end))
}
