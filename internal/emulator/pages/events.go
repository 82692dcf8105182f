package pages

import (
	"io"
	"net/http"
	"time"
)

// ChangesApart is how long a page of the console is not told of another change after one: a thousand calls a second
// make it load itself three times a second, not more.
const ChangesApart = 300 * time.Millisecond

// sendChanges tells a page that something has changed, as server-sent events, until the page or the server closes. What
// has changed the page reads for itself.
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
