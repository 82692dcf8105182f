package stash

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/stash-sdk/stash-go/gen"
)

// Environment is one of Stash's two worlds. Each has its own host, keys and data.
type Environment string

const (
	// Production charges real money.
	Production Environment = "production"
	// Test is for development. Guides say that cards of a payment provider's sandbox work in test checkouts; whether
	// that is so in this environment is inferred.
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

var errNoEnvironment = errors.New("no environment is chosen; add stash.WithEnvironment(stash.Test), or stash.Production when real money is meant, or stash.WithBaseURL")

// chooseHost settles what WithEnvironment and WithBaseURL say together, in whatever order they came.
func (s *settings) chooseHost() error {
	chosen := Environment(s.transport.Environment)
	if s.transport.BaseURL == "" {
		s.transport.BaseURL = s.environmentURL
	} else if owner := environmentOf(s.transport.BaseURL); chosen != "" && owner != "" && owner != chosen {
		// Who means a test must not charge real money because of a base URL that was set elsewhere.
		return fmt.Errorf("WithBaseURL is the address of the %s environment, and WithEnvironment says %s; leave one of them out", owner, chosen)
	}
	if s.transport.BaseURL == "" {
		return errNoEnvironment
	}
	return nil
}

// environmentOf returns the environment whose own host an address has, empty for any other.
func environmentOf(address string) Environment {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.TrimSuffix(parsed.Hostname(), ".")
	for _, e := range []Environment{Production, Test} {
		own, _ := e.BaseURL()
		if own, err := url.Parse(own); err == nil && strings.EqualFold(host, own.Hostname()) {
			return e
		}
	}
	return ""
}
