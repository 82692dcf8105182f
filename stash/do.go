package stash

import (
	"context"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/transport"
)

// RequestEditorFn changes a request before it is sent, for example to add a header. See [gen.RequestEditorFn].
type RequestEditorFn = gen.RequestEditorFn

// Do calls any path, for an operation that the OpenAPI document lacks or has wrong. It uses the client's credential, checks,
// time limits, errors and log line. A GET or HEAD is sent again as other reads are. Any other method is sent again only if no
// connection was made, because nobody knows what it does. Errors are [*Error], whose Operation is Do.
//
// method is GET, HEAD, POST, PUT, PATCH or DELETE. path begins with one slash, is relative to the base URL, and may have a
// query behind a question mark. It is sent as it is, so escape ids with [net/url.PathEscape].
//
// body is encoded as JSON. A [encoding/json.RawMessage] is sent as it is, and nil sends no body. A string, a []byte and an
// io.Reader are refused.
//
// out is a pointer. If the call succeeds, it gets the response as [encoding/json] decodes it: the document's names and types
// are not known, so other spellings are not read. Numbers in an any are json.Number. A *json.RawMessage gets the JSON as it
// came. nil ignores the response, which need not be JSON then; [WithResponse] can keep it.
func (c *Client) Do(ctx context.Context, method, path string, body, out any, editors ...RequestEditorFn) error {
	if c == nil {
		c = new(Client) // its calls return an error
	}
	return transport.DoAny(ctx, c.transport, method, path, body, out, editors)
}
