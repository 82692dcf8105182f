package stash

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/stash-sdk/stash-go/gen"
)

// Environment is one of Stash's two environments. Each has its own host, keys and data.
type Environment string

const (
	// Production charges real money.
	Production Environment = "production"
	// Test is for development. Guides say that test checkouts accept the sandbox cards of a payment provider. That this
	// environment does so is inferred.
	Test Environment = "test"
)

// BaseURL returns the base URL of the environment from the OpenAPI document, or an error for an unknown environment.
func (e Environment) BaseURL() (string, error) {
	switch e {
	case Production:
		return gen.ServerURLProduction, nil
	case Test:
		return gen.ServerURLTest, nil
	}
	return "", fmt.Errorf("environment is %.20q; it must be %q or %q", string(e), Production, Test)
}

var errNoEnvironment = errors.New("no environment is set; add stash.WithEnvironment(stash.Test), stash.WithEnvironment(stash.Production) for real money, or stash.WithBaseURL")

// chooseHost sets the base URL from WithEnvironment and WithBaseURL. Their order does not matter.
func (s *settings) chooseHost() error {
	chosen := Environment(s.transport.Environment)
	if s.transport.BaseURL == "" {
		s.transport.BaseURL = s.environmentURL
	} else if owner := environmentOf(s.transport.BaseURL); chosen != "" && owner != "" && owner != chosen {
		// A program that chose the test environment must not charge real money because of a base URL set elsewhere.
		return fmt.Errorf("WithBaseURL is the address of the %s environment, but WithEnvironment is %s; remove one of them", owner, chosen)
	}
	if s.transport.BaseURL == "" {
		return errNoEnvironment
	}
	if s.transport.InsecureHTTP && plainToStash(s.transport.BaseURL) {
		return errors.New("WithInsecureHTTP is for an emulator, and the base URL is plain http to a host of Stash; use https")
	}
	return nil
}

// plainToStash reports whether an address is plain http to a host below the domain of the document's hosts.
func plainToStash(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "http" {
		return false // refused by others, or encrypted
	}
	host := "." + strings.ToLower(strings.TrimRight(parsed.Hostname(), "."))
	for _, server := range []string{gen.ServerURLProduction, gen.ServerURLTest} {
		_, domain, _ := strings.Cut(server, ".")
		if strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// environmentOf returns the environment that an address belongs to, or an empty string for any other host.
func environmentOf(address string) Environment {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.TrimRight(parsed.Hostname(), ".")
	for _, e := range []Environment{Production, Test} {
		own, _ := e.BaseURL()
		if own, err := url.Parse(own); err == nil && strings.EqualFold(host, own.Hostname()) {
			return e
		}
	}
	return ""
}
