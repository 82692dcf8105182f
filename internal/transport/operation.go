package transport

import "github.com/stash-sdk/stash-go/internal/wire"

// Operation holds the facts of an operation that the transport needs. Its values are generated from the document.
type Operation struct {
	ID     string // operationId
	Method string
	Path   string // route template, such as /sdk/server/payment/{id}

	// Segments means that the path value may contain several segments separated by slashes. Each is escaped separately.
	Segments bool
	// WholePath means that the path value is the whole path, already escaped.
	WholePath bool
	// Styled are the path parameters whose values are escaped already, with the separators of their style between them.
	Styled []string
	// Media tells how a 2xx response is read.
	Media Media
	// Accept and ContentType are the media types of the response and the request; empty for application/json.
	Accept, ContentType string
	// Repeat tells when the call may be sent again.
	Repeat Repeat
	// Schemes are the kinds of credential that the operation accepts; 0 if it takes no credential.
	Schemes Schemes
	// Together are the sets of which a request must carry one whole, where the operation has a set of several; nil otherwise.
	Together []Schemes
	// Choose returns what a 2xx response of a status is decoded into, as a part of the result, and its shape; nil where
	// such a response has no body, and false for a status that the document lacks. It is nil if all have one type.
	Choose func(result any, status int) (any, *wire.Shape, bool)
	// Missing returns the name of a property that a 2xx response must have and this one lacks, or "". It is nil if the
	// document requires none.
	Missing func(result any) string
}

// Repeat tells when a call may be sent again although Stash may have carried out the first one.
type Repeat uint8

// The values of x-stash-repeat.
const (
	Never             Repeat = iota // only if no connection was made
	Always                          // whenever a second attempt may succeed
	WithTransactionID               // like Always if the body has a transaction id, otherwise like Never
)

// repeatable reports whether a call may be sent again although Stash may have carried it out.
func (op *Operation) repeatable(call *Call) bool {
	return op.Repeat == Always || op.Repeat == WithTransactionID && call.HasTransactionID
}
