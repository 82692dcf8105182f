package stashtest

import "fmt"

// WithState keeps what the server knows in a file, which is made if there is none: the shop's keys, everything that
// calls and this package's methods have changed, and the deliveries of events. A server that starts with the file goes
// on from there. Keys that are fixed by options are kept in the place of earlier ones. The address, injected faults,
// handlers of endpoints, and which calls were made are not kept.
//
// A call is answered, and a method returns, once its change is on the disk, so that neither a crash nor a power cut
// takes back what was acknowledged. When the file cannot be written, calls are answered with HTTP 500, and methods
// return an error or, if they return none, panic. One server at a time can have a file.
func WithState(path string) Option { return func(s *Server) { s.statePath = &path } }

// restore fills the state from the state file, if there is one.
func (s *Server) restore(random identity) error {
	s.state, s.webhooks.log = newState(), newTable[delivery]("deliveries")
	if s.statePath != nil {
		var err error
		s.keeper, err = openKeeper(*s.statePath, &s.state.mu, append(s.state.tables(), &s.webhooks.log))
		if err != nil {
			return fmt.Errorf("stashtest: %w", err)
		}
	}
	if s.state.identity.get(shop) == nil { // a shop that is new
		s.state.plans.set(usualPlan.ID, usualPlan)
	}
	err := s.settleIdentity(random)
	if err == nil {
		err = s.kept()
	}
	if err != nil {
		_ = s.keeper.close()
	}
	return err
}

// kept returns once all changes are kept, or what is in the way of that.
func (s *Server) kept() error {
	if err := s.keeper.flush(); err != nil {
		return fmt.Errorf("stashtest: %w", err)
	}
	return nil
}

// keep is deferred by methods that change the state, before they lock it: it returns once the change is kept, and
// reports what is in the way of that, unless the method has failed already.
func (s *Server) keep(err *error) {
	if failed := s.kept(); *err == nil {
		*err = failed
	}
}

// mustKeep is keep for methods that return no error.
func (s *Server) mustKeep(method string) {
	if err := s.keeper.flush(); err != nil {
		panic("stashtest: " + method + ": " + err.Error())
	}
}
