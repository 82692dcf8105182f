package stashtest

import (
	"bytes"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"
)

// GameServerCall is a call that the server has made to a game server.
type GameServerCall struct {
	Time       time.Time
	Operation  string        // operationId
	Status     int           // as answered; 0 when there was no answer
	Duration   time.Duration // until the whole answer was there, with what was repeated
	Violations []string      // what the document has against the answer
	Err        error         // why the call did not succeed, a *[GameServerError] with at most 4 KiB of the answer; nil when it did
}

// keptAnswer is how many bytes of an answer the log keeps.
const keptAnswer = 4 << 10

// gameServerLog is the calls to game servers, oldest first.
type gameServerLog struct {
	observe func(GameServerCall) // nil when nobody looks on
	mu      sync.Mutex
	calls   []GameServerCall
	count   int // since the start
}

// WithGameServerObserver is called after each call to a game server, by several goroutines at once.
func WithGameServerObserver(observe func(GameServerCall)) Option {
	return func(s *Server) { s.asked.observe = observe }
}

// GameServerCalls returns the calls that the server has made to game servers, oldest first; of very many, the latest.
func (s *Server) GameServerCalls() []GameServerCall {
	s.asked.mu.Lock()
	defer s.asked.mu.Unlock()
	calls := slices.Clone(s.asked.calls)
	for i := range calls {
		calls[i].Violations = slices.Clone(calls[i].Violations)
	}
	return calls
}

// note keeps how a call went, unless nothing was sent.
func (g *GameServer) note(operation string, began time.Time, took time.Duration, err error) {
	call := GameServerCall{Time: began, Operation: operation, Status: http.StatusOK, Duration: took, Err: err}
	if err != nil {
		var failed *GameServerError
		if !errors.As(err, &failed) {
			return
		}
		kept := *failed // answers may be long, and the log holds many
		kept.Body = bytes.Clone(kept.Body[:min(len(kept.Body), keptAnswer)])
		call.Status, call.Violations, call.Err = kept.HTTPStatus, kept.Violations, &kept
	}
	log := &g.stash.asked
	log.mu.Lock()
	log.calls = append(latest(log.calls), call)
	log.count++
	log.mu.Unlock()
	g.stash.changes.ring()
	if log.observe != nil {
		log.observe(call)
	}
}
