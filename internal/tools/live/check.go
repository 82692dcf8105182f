package main

import (
	"context"
	"net/http"
	"net/url"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
)

// check is one run.
type check struct {
	settings
	host        string
	recorder    *recorder
	client      *stash.Client
	credentials map[string]stash.Credential // by security scheme
	lines       []line
	facts       []fact

	// Found by one call for another.
	planID, planCode, sku, productID, subscriptionID string
}

// line is how a call went.
type line struct {
	operation, scheme string
	answer            answer
	skipped           string // why it was not made
	failed            string // why there is no answer
}

// fact is a sentence on something that was not verified.
type fact struct {
	settled bool
	text    string
}

func (c *check) say(settled bool, text string) { c.facts = append(c.facts, fact{settled, text}) }

func newCheck(s settings) (*check, error) {
	document, err := contract.Load(api.OpenAPI)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(s.baseURL)
	if err != nil {
		return nil, err
	}
	c := &check{settings: s, host: base.Host, recorder: &recorder{document: document, prefix: base.Path}, credentials: map[string]stash.Credential{}}
	if s.apiKey != "" {
		c.credentials["apiKey"] = stash.APIKey(s.apiKey)
	}
	if s.secret != "" {
		c.credentials["hmac"] = stash.HMAC(s.shopID, s.secret)
	}
	if s.playerToken != "" {
		c.credentials["playerToken"] = stash.PlayerToken(s.playerToken)
	}
	for _, credential := range c.credentials {
		c.client, err = stash.New(credential, stash.WithEnvironment(stash.Test), stash.WithBaseURL(s.baseURL), stash.WithHTTPClient(&http.Client{Transport: c.recorder}))
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

// try makes a call and returns its last answer.
func (c *check) try(call func() error) (answer, error) {
	before := len(c.recorder.answers)
	err := call()
	return c.recorder.last(before), err
}

// chooseKey finds out which bytes of the HMAC secret are the key, by a read that the reference shows with HMAC.
func (c *check) chooseKey(ctx context.Context) {
	const what = "The key of HMAC is "
	if c.secret == "" {
		c.say(false, "Whether the key of HMAC is the secret's own bytes: set STASH_SHOP_ID and STASH_HMAC_SECRET.")
		return
	}
	accepted := func(credential stash.Credential) bool {
		a, _ := c.try(func() error {
			_, err := c.client.With(credential).GetUserPreferences(ctx, c.playerID)
			return err
		})
		return a.accepted()
	}
	decoded := stash.HMAC(c.shopID, c.secret, stash.Base64Secret())
	switch own, other := accepted(stash.HMAC(c.shopID, c.secret)), accepted(decoded); {
	case own && !other:
		c.say(true, what+"the secret's own bytes, as the SDK has it.")
	case other && !own:
		c.say(true, what+"what the secret stands for in base64: pass stash.Base64Secret(), and make it the default.")
		c.credentials["hmac"] = decoded
	case own && other:
		c.say(false, what+"not to be told: both ways were accepted.")
	default:
		c.say(false, what+"not to be told: neither way was accepted. Check the shop id and the secret.")
	}
}

// probePrefix asks without a credential whether there is anything under /api/v1/sdk. A GET cannot make a checkout
// there, and an address that nothing can have tells what the service says of such.
func (c *check) probePrefix(ctx context.Context) {
	ask := func(path string) int {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.baseURL+path, nil)
		if err != nil {
			return 0
		}
		resp, err := c.recorder.RoundTrip(req)
		if err != nil {
			return 0
		}
		return resp.StatusCode
	}
	there, control := ask("/api/v1/sdk/checkout-links/generate"), ask("/api/v1/stash-go-no-such-prefix/checkout-links/generate")
	switch {
	case there == 0 || control == 0:
		c.say(false, "Whether there is anything under /api/v1/sdk: no answer came.")
	case there == control:
		c.say(false, "Whether there is anything under /api/v1/sdk: it is answered as an address that nobody has.")
	default:
		c.say(true, "There is something under /api/v1/sdk: it is not answered as an address that nobody has.")
	}
}
