package integration

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAskWhileThePageGoes asks a page that the browser leaves before it answers. The next page must answer.
func TestAskWhileThePageGoes(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, `<!doctype html><link rel="icon" href="data:,"><h1>A page</h1>`)
	}))
	defer server.Close()
	b := browse(t)
	b.open(server.URL + "/first")
	const script = `location.pathname === "/first" ? (location = "/second", new Promise(() => {})) : location.pathname`
	if got := ask(b, "ask a page that goes", chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise)); got != "/second" {
		t.Errorf("asked of a page that goes, %q answers, want /second", got)
	}
}
