package stash

import (
	"fmt"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/transport"
)

// Client calls Stash. It is safe for concurrent use. Make one Client with [New] and
// reuse it, because it keeps connections open. The calls of a nil or zero Client return an error.
type Client struct {
	calls      *gen.Client
	transport  *transport.Transport
	shopHandle string
}

// New makes a client. It needs a credential and either [WithEnvironment] or [WithBaseURL]. New reports every mistake in
// them and in the options; its errors do not show the secret.
func New(credential Credential, opts ...Option) (*Client, error) {
	if err := credential.check(); err != nil {
		return nil, fmt.Errorf("stash.New: %w", err)
	}
	var s settings
	for i, opt := range opts {
		if opt == nil {
			return nil, fmt.Errorf("stash.New: option %d is nil", i+1)
		}
		if err := opt(&s); err != nil {
			return nil, fmt.Errorf("stash.New: %w", err)
		}
	}
	if err := s.chooseHost(); err != nil {
		return nil, fmt.Errorf("stash.New: %w", err)
	}
	s.transport.Credential = credential.apply
	t, err := transport.New(s.transport)
	if err != nil {
		return nil, fmt.Errorf("stash.New: %w", err)
	}
	return newClient(t, s.shopHandle), nil
}

// With returns a client with the same connections and settings and another credential, for example the token of the
// player whose subscription is read. If the credential is invalid, each call returns the error.
func (c *Client) With(credential Credential) *Client {
	if c == nil {
		c = new(Client)
	}
	return newClient(c.transport.WithCredential(credential.apply), c.shopHandle)
}

func newClient(t *transport.Transport, shopHandle string) *Client {
	return &Client{calls: (*gen.Client)(transport.NewClient(t)), transport: t, shopHandle: shopHandle}
}

// generated returns the generated client, whose calls return an error if c is nil or zero.
func (c *Client) generated() *gen.Client {
	if c == nil {
		return nil
	}
	return c.calls
}
