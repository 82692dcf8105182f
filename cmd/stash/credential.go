package main

import (
	"context"
	"errors"
	"net"
	"net/url"
	"os"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
)

// credentialOf maps each security scheme of the document to the environment variables of its credential.
var credentialOf = map[string]struct {
	text string
	set  func() bool
}{
	"apiKey":      {"STASH_API_KEY: the project's API key", func() bool { return os.Getenv("STASH_API_KEY") != "" }},
	"hmac":        {"STASH_SHOP_ID and STASH_HMAC_SECRET: the shop's id and the project's ingress secret", func() bool { return os.Getenv("STASH_HMAC_SECRET") != "" }},
	"playerToken": {"STASH_PLAYER_TOKEN: the player's own identity token", func() bool { return os.Getenv("STASH_PLAYER_TOKEN") != "" }},
	"legacyHmac":  {"the deprecated stash-hmac-signature, which stash call does not make", func() bool { return false }},
}

// target is the server that a call goes to.
type target struct {
	url, environment string
	mayCharge        bool   // whether a call can charge real money
	instead          string // what to change to avoid production
}

// targetOf finds the target in --base-url, STASH_BASE_URL or STASH_ENVIRONMENT, in this order.
func targetOf(baseURL string) (target, error) {
	t := target{url: baseURL, environment: os.Getenv("STASH_ENVIRONMENT")}
	const environment = "set STASH_ENVIRONMENT=test"
	address := "give another --base-url"
	if t.url == "" {
		t.url, address = os.Getenv("STASH_BASE_URL"), "set STASH_BASE_URL to another one"
	}
	if t.url == "" {
		if t.environment == "" {
			return t, misuse("no server is set; run stash emulate and set the variables that it prints, or set STASH_ENVIRONMENT to test or production, or give --base-url")
		}
		base, err := stash.Environment(t.environment).BaseURL()
		if err != nil {
			return t, misuse("STASH_ENVIRONMENT: %w", err)
		}
		t.url, address = base, environment
	}
	production, err := stash.Production.BaseURL()
	if err != nil {
		return t, err
	}
	// For another address, such as a proxy, STASH_ENVIRONMENT decides. Loopback is never production.
	t.instead = environment
	if host(t.url) == host(production) { // STASH_ENVIRONMENT does not matter
		t.instead = address
	}
	t.mayCharge = host(t.url) == host(production) || t.environment == string(stash.Production) && !loopback(host(t.url))
	return t, nil
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// clientFor makes a client with the first of the operation's credentials that the environment has. It does not use
// stash.NewFromEnv, which refuses an environment that has both an API key and an HMAC secret.
func clientFor(op *contract.Operation, t target, opts ...stash.Option) (*stash.Client, error) {
	credential, err := credentialFor(op)
	if err != nil {
		return nil, err
	}
	opts = append(opts, stash.WithBaseURL(t.url))
	if handle := os.Getenv("STASH_SHOP_HANDLE"); handle != "" {
		opts = append(opts, stash.WithShopHandle(handle))
	}
	client, err := stash.New(credential, opts...)
	if err != nil {
		text := strings.TrimPrefix(err.Error(), "stash.New: ")
		if strings.HasPrefix(text, "base URL") {
			text += "; correct --base-url or STASH_BASE_URL"
		}
		return nil, misuse("%s", text)
	}
	return client, nil
}

func credentialFor(op *contract.Operation) (stash.Credential, error) {
	schemes := op.Schemes()
	if len(schemes) == 0 {
		return stash.CredentialFunc(func(context.Context) (stash.Credential, error) {
			return stash.Credential{}, errors.New("no credential is needed") // the operation takes no credential, so this is never called
		}), nil
	}
	var wanted []string
	for _, scheme := range schemes {
		how := credentialOf[scheme.ID]
		switch {
		case !how.set():
			if scheme.ID != "legacyHmac" {
				wanted = append(wanted, how.text)
			}
			continue
		case scheme.ID == "apiKey":
			return stash.APIKey(os.Getenv("STASH_API_KEY")), nil
		case scheme.ID == "playerToken":
			return stash.PlayerToken(os.Getenv("STASH_PLAYER_TOKEN")), nil
		}
		shop, err := environment("STASH_SHOP_ID", "the shop's id, a UUID")
		if err != nil {
			return stash.Credential{}, err
		}
		return stash.HMAC(shop, os.Getenv("STASH_HMAC_SECRET")), nil
	}
	return stash.Credential{}, misuse("%s needs a credential from the environment; set %s", op.ID, strings.Join(wanted, "; or "))
}
