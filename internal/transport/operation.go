package transport

// Operation is what the document says of one call. Values of it are generated.
type Operation struct {
	ID     string // operationId
	Method string
	Path   string // route template, such as /sdk/server/payment/{id}

	// Segments says that the path value may hold several segments, each escaped on its own.
	Segments bool
	// Repeat says when the call may be sent again.
	Repeat Repeat
	// Schemes are the kinds of credential that the operation takes; none means that it takes no credential.
	Schemes Schemes
	// Missing names a property that a success must have and the decoded one does not; nil when there is no such rule.
	Missing func(result any) string
}

// Repeat says when a call may be sent again though the first one may have had its effect.
type Repeat uint8

// The values of x-stash-repeat.
const (
	Never             Repeat = iota // only when the connection was never made
	Always                          // whenever an answer says or suggests that a second try may succeed
	WithTransactionID               // as Always when the body has a transaction id, else as Never
)
