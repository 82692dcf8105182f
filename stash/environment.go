package stash

import (
	"fmt"

	"github.com/stash-sdk/stash-go/gen"
)

// Environment is one of Stash's two worlds. Each has its own host, keys and data.
type Environment string

const (
	// Production charges real money.
	Production Environment = "production"
	// Test is for development; cards of the payment provider's sandbox work there.
	Test Environment = "test"
)

// BaseURL returns the environment's address as the document gives it, or an error for any other value.
func (e Environment) BaseURL() (string, error) {
	switch e {
	case Production:
		return gen.ServerURLProduction, nil
	case Test:
		return gen.ServerURLTest, nil
	}
	return "", fmt.Errorf("environment is %.20q; it must be %q or %q", string(e), Production, Test)
}
