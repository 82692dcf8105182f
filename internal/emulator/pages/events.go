package pages

import (
	"io"
	"net/http"
	"time"
)

// ChangesApart is the shortest time between two change events to a page of the console. It keeps a page from reloading
// for each of a thousand calls a second.
const ChangesApart = 300 * time.Millisecond

// mostStreams is how many pages of the console are kept up to date at once. A browser needs one for all of its tabs.
const mostStreams = 64

// stalled is how long a page may leave an event unread.
const stalled = 10 * time.Second

// sendChanges sends a server-sent event to a page at each change, until the page or the server closes. The page then
// reads the new state itself.
func (p *Pages) sendChanges(w http.ResponseWriter, r *http.Request) {
	if p.streams.Add(1) > mostStreams {
		p.streams.Add(-1)
		http.Error(w, "Too many pages of the console are open. Close some of them.", http.StatusServiceUnavailable)
		return
	}
	defer p.streams.Add(-1)
	w.Header().Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(w)
	for {
		rung, quiet := p.calls.NextChange(), make(chan struct{})
		_ = out.SetWriteDeadline(time.Now().Add(stalled)) // not every ResponseWriter has one
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
