package stashtest

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/internal/desk"
)

func (s *Server) showCalls(w http.ResponseWriter, r *http.Request) {
	onlyOdd := r.URL.Query().Get("violations") != ""
	hide := s.hiding()
	view := desk.Calls{Console: s.frame("/", desk.Message{}), OnlyOdd: onlyOdd, Total: s.journal.received()}
	for _, request := range s.journal.latest(shownRows, func(r *Request) bool { return !onlyOdd || len(r.Violations) > 0 }) {
		view.Calls = append(view.Calls, callView(&request, hide))
	}
	s.show(w, http.StatusOK, view)
}

func (s *Server) showCall(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	found := s.journal.latest(1, func(r *Request) bool { return r.RequestID == id })
	if len(found) == 0 {
		s.show(w, http.StatusNotFound, desk.Problem{Shop: s.ShopHandle, Heading: "Not found", Text: "There is no such call. The server keeps the latest ones alone, until it stops."})
		return
	}
	request, hide := &found[0], s.hiding()
	view := callView(request, hide)
	view.Query = hide.query(request.Query)
	view.Body = hide.body(request.Body)
	view.Answer = hide.body(request.answer)
	for _, name := range slices.Sorted(maps.Keys(request.Header)) {
		for _, value := range request.Header[name] {
			view.Headers = append(view.Headers, desk.Header{Name: name, Value: hide.field(name, value)})
		}
	}
	s.show(w, http.StatusOK, desk.CallDetail{Console: s.frame("", desk.Message{}), Call: view})
}

// credentialNames are the security schemes of the document as users know them.
var credentialNames = map[string]string{
	"": "none", "apiKey": "API key", "hmac": "HMAC", "legacyHmac": "legacy HMAC", "playerToken": "player token",
}

// callView is what a list shows of a call.
func callView(r *Request, hide hiding) desk.Call {
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
	return view
}

// kindOf is how good an HTTP status is.
func kindOf(status int) string {
	if status >= 200 && status < 300 {
		return "good"
	}
	return "bad"
}

// latest returns the newest calls that are wanted and answered, newest first, at most n.
func (j *journal) latest(n int, wanted func(*Request) bool) (list []Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, entry := range slices.Backward(j.entries) {
		if len(list) == n {
			break
		}
		if entry.done && wanted(entry) {
			list = append(list, entry.copy())
		}
	}
	return list
}

// received counts the calls since the start.
func (j *journal) received() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.count
}

// outcome writes an HTTP status with its name.
func outcome(status int) string {
	return strings.TrimSpace("HTTP " + httpStatus(status))
}
