package stash

import (
	"fmt"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/transport"
)

// Client calls Stash. It is safe for concurrent use; make one and keep it.
type Client struct {
	calls      *gen.Client
	transport  *transport.Transport
	shopHandle string
}

// New makes a client. The credential, and WithEnvironment or WithBaseURL, must be given. Every mistake in them is
// reported here, in a sentence that does not show the secret.
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

// With returns a client that shares the connections and settings but calls with another credential, such as the
// token of the player in whose name a subscription is read. A mistake in the credential is reported by each call.
func (c *Client) With(credential Credential) *Client {
	return newClient(c.transport.WithCredential(credential.apply), c.shopHandle)
}

func newClient(t *transport.Transport, shopHandle string) *Client {
	return &Client{calls: gen.NewClientWithTransport(t), transport: t, shopHandle: shopHandle}
}
