package pages

import (
	"io"
	"net/http"
	"time"
)

// ChangesApart is the shortest time between two change events to a page of the console. It keeps a page from reloading
// for each of a thousand calls a second.
const ChangesApart = 300 * time.Millisecond

// sendChanges sends a server-sent event to a page at each change, until the page or the server closes. The page then
// reads the new state itself.
func (p *Pages) sendChanges(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	for {
		rung, quiet := p.calls.NextChange(), make(chan struct{})
		if _, err := io.WriteString(w, "retry: 1000\ndata: changed\n\n"); err != nil || out.Flush() != nil {
			return
		}
		time.AfterFunc(ChangesApart, func() { close(quiet) })
		for _, awaited := range []<-chan struct{}{rung, quiet} {
			select {
			case <-awaited:
			case <-r.Context().Done():
				return
			case <-p.around.Closing:
				return
			}
		}
	}
}
