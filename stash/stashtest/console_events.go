package stashtest

import (
	"io"
	"net/http"
	"time"
)

// changesApart is how long a page of the console is not told of another change after one: a thousand calls a second
// make it load itself three times a second, not more.
const changesApart = 300 * time.Millisecond

// sendChanges tells a page that something has changed, as server-sent events, until the page or the server closes. What
// has changed the page reads for itself.
func (s *Server) sendChanges(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	for {
		rung, quiet := s.changes.rung(), make(chan struct{})
		if _, err := io.WriteString(w, "retry: 1000\ndata: changed\n\n"); err != nil || out.Flush() != nil {
			return
		}
		time.AfterFunc(changesApart, func() { close(quiet) })
		for _, awaited := range []<-chan struct{}{rung, quiet} {
			select {
			case <-awaited:
			case <-r.Context().Done():
				return
			case <-s.closing.Done():
				return
			}
		}
	}
}
