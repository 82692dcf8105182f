package pages

import (
	"bytes"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/pages/desk"
	"github.com/stash-sdk/stash-go/internal/emulator/server"
)

func (p *Pages) showCalls(w http.ResponseWriter, r *http.Request) {
	query, hide := r.URL.Query(), p.hiding()
	view := desk.Calls{Console: p.frame("/", desk.Message{}), Show: query.Get("show"), Search: query.Get("q"), Total: p.calls.Received()}
	before, err := strconv.Atoi(query.Get("before"))
	if err != nil || before < 1 {
		before = math.MaxInt
	}
	view.Older = before < math.MaxInt
	found := p.calls.Newest(shownRows+1, func(r *server.Request) bool {
		return numberOf(r.RequestID) < before && shows(view.Show, r) && mentions(r, view.Search)
	})
	if len(found) > shownRows {
		found = found[:shownRows]
		next := url.Values{"before": {strconv.Itoa(numberOf(found[shownRows-1].RequestID))}}
		for name, value := range map[string]string{"show": view.Show, "q": view.Search} {
			if value != "" {
				next.Set(name, value)
			}
		}
		view.Next = "/?" + next.Encode()
	}
	for _, request := range found {
		view.Calls = append(view.Calls, callView(&request.Request, hide))
	}
	p.show(w, http.StatusOK, view)
}

// numberOf is the number in the id of a call, such as emulated-000042.
func numberOf(requestID string) int {
	_, digits, _ := strings.Cut(requestID, "-")
	n, _ := strconv.Atoi(digits)
	return n
}

// shows reports whether a call belongs to one of the page's lists.
func shows(list string, r *server.Request) bool {
	switch list {
	case "failed":
		return r.Status < 200 || r.Status > 299
	case "violations":
		return len(r.Violations) > 0
	}
	return true
}

// mentions reports whether a call has a text in what a developer looks for: operation, path, query, id or body.
func mentions(r *server.Request, text string) bool {
	text = strings.ToLower(text)
	for _, part := range []string{r.Operation, r.Path, r.Query, r.RequestID} {
		if strings.Contains(strings.ToLower(part), text) {
			return true
		}
	}
	return bytes.Contains(bytes.ToLower(r.Body), []byte(text))
}

func (p *Pages) showCall(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	found := p.calls.Newest(1, func(r *server.Request) bool { return r.RequestID == id })
	if len(found) == 0 {
		p.show(w, http.StatusNotFound, desk.Problem{Shop: p.who().ShopHandle, Heading: "Not found", Text: "There is no such call. The server keeps only the latest calls, until it stops.", Link: "/", LinkText: "All calls"})
		return
	}
	request, hide := &found[0], p.hiding()
	view := callView(&request.Request, hide)
	view.Query = hide.query(request.Query)
	view.Body = hide.body(request.Body)
	view.Answer = hide.body(request.Answer)
	view.Took = request.Took.Round(10 * time.Microsecond).String()
	view.Curl = curl(&request.Request, view)
	for _, name := range slices.Sorted(maps.Keys(request.Header)) {
		for _, value := range request.Header[name] {
			view.Headers = append(view.Headers, desk.Header{Name: name, Value: hide.field(name, value)})
		}
	}
	p.show(w, http.StatusOK, desk.CallDetail{Console: p.frame("", desk.Message{}), Call: view})
}

// curl writes a call as a curl command that takes the address and the credential from the environment.
func curl(r *server.Request, view desk.Call) string {
	quote := func(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
	address := view.Path
	if view.Query != "" {
		address += "?" + view.Query
	}
	lines := []string{"curl -X " + view.Method + ` "$STASH_BASE_URL"` + quote(address)}
	switch r.Credential {
	case "apiKey":
		lines = append(lines, `-H "X-Stash-Api-Key: $STASH_API_KEY"`)
	case "playerToken":
		lines = append(lines, `-H "Authorization: Bearer $STASH_PLAYER_TOKEN"`)
	case "hmac":
		lines = append(lines, `-H "$(stash sign -d `+quote(view.Body)+`)"`)
	}
	if view.Body != "" {
		lines = append(lines, "-H 'Content-Type: application/json'", "-d "+quote(view.Body))
	}
	return strings.Join(lines, " \\\n  ")
}

// credentialNames maps the document's security schemes to their common names.
var credentialNames = map[string]string{
	"": "none", "apiKey": "API key", "hmac": "HMAC", "legacyHmac": "legacy HMAC", "playerToken": "player token",
}

// callView returns a call's row in a list.
func callView(r *server.Request, hide hiding) desk.Call {
	view := desk.Call{
		ID: r.RequestID, At: r.Time, Operation: r.Operation, Method: hide.text(r.Method), Path: hide.text(r.Path),
		Credential: credentialNames[r.Credential], Outcome: outcome(r.Status), Kind: kindOf(r.Status), Fault: r.Fault,
	}
	if r.Credential == "" && (r.Operation == "" || r.Fault) {
		view.Credential = "not checked"
	}
	if r.Status == 0 {
		view.Outcome = "connection reset"
	}
	for _, violation := range r.Violations {
		view.Violations = append(view.Violations, hide.text(violation))
	}
	for _, respelled := range r.Respelled {
		view.Respelled = append(view.Respelled, hide.text(respelled))
	}
	return view
}

// kindOf returns whether an HTTP status is good, a warning or bad.
func kindOf(status int) string {
	if status >= 200 && status < 300 {
		return "good"
	}
	return "bad"
}

// outcome writes an HTTP status with its name.
func outcome(status int) string {
	return strings.TrimSpace("HTTP " + httpStatus(status))
}
