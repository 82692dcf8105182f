package transport

// Client holds the Transport of a generated client. A generated Client converts to it, so that package stash can make one and
// no exported function of package gen has a type of this package.
type Client struct{ transport *Transport }

// NewClient makes a Client.
func NewClient(t *Transport) *Client { return &Client{t} }

// Transport returns the Transport, or nil if the Client is nil or zero.
func (c *Client) Transport() *Transport {
	if c == nil {
		return nil
	}
	return c.transport
}

// noClient returns the error of a call without a Transport.
func noClient(op *Operation) *Error {
	return &Error{
		Operation: op.ID, Method: op.Method, Path: op.Path, Code: CodeInvalidArgument,
		Message: "the client is nil or a zero value; make one with stash.New, and check the error that New returns",
	}
}
