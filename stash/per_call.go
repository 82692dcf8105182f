package stash

import (
	"context"
	"net/http"
	"sync"

	"github.com/stash-sdk/stash-go/internal/transport"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// Response is what came back from a call. [WithResponse] fills it.
type Response struct {
	Status    int         // HTTP status; 0 if there was no response
	Attempts  int         // how often the call was sent; 0 if it was refused or got no connection
	Header    http.Header // of the response
	Body      []byte      // raw; at most WithMaxResponseBytes of a 2xx response, at most 64 KiB of another
	RequestID string      // the server's id of the request, for support requests to Stash
}

// WithResponse fills r when the call is over, whether it succeeded or failed. So a program can read the headers of a success,
// and fields that the document lacks:
//
//	var response stash.Response
//	event, err := client.GetPaymentEvent(ctx, id, stash.WithResponse(&response))
//	var more struct{ Risk struct{ Score int } }
//	err = json.Unmarshal(response.Body, &more)
//
// If there were several attempts, r has the one that decided. The body of a 2xx response is as it came; in the body and the
// headers of another one, credentials are replaced as in [Error]. An iterator fills r with each page.
//
// WithResponse empties r at once, and it stays empty if the call is refused before its first attempt. Use one Response for
// one call at a time.
func WithResponse(r *Response) RequestEditorFn {
	if r == nil {
		return func(context.Context, *http.Request) error {
			return &wire.Problem{Field: "the Response of WithResponse", What: "is nil; leave the editor out if you do not need it"}
		}
	}
	*r = Response{}
	var mu sync.Mutex // calls at the same time may share the editor by mistake
	return transport.TellResponse(func(told transport.Response) {
		mu.Lock()
		defer mu.Unlock()
		*r = Response(told)
	})
}

// WithExtra adds a field to the JSON object in the body, for a field that the document lacks. It works with each operation
// that has such a body or, except for GET, no body. The value is encoded as JSON when WithExtra is called, and signatures
// cover it. The call is refused if the field is in the body already, also in another spelling such as user_id for userId.
func WithExtra(field string, value any) RequestEditorFn { return transport.AddField(field, value) }

// WithQuery adds a query parameter that the document lacks. Given twice for one name, it sends both values. The call is
// refused if it has a parameter of that name already.
func WithQuery(name, value string) RequestEditorFn { return transport.AddQuery(name, value) }

// WithHeader sets a header, in place of one that the client sets. The call is refused if the header carries a credential, is Idempotency-Key, or is one that
// net/http sets. Use an editor such as [APIKeyEditor] for another credential.
func WithHeader(name, value string) RequestEditorFn { return transport.AddHeader(name, value) }
