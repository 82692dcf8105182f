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

	// Ids that one call finds for later ones.
	planID, planCode, sku, productID, subscriptionID string
}

// line is the result of one call.
type line struct {
	operation, scheme string
	answer            answer
	skipped           string // why it was not made
	failed            string // why there is no answer
}

// fact is a sentence about something that was not verified before.
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

// try makes a call and returns the last response to it.
func (c *check) try(call func() error) (answer, error) {
	before := len(c.recorder.answers)
	err := call()
	return c.recorder.last(before), err
}

// chooseKey finds out whether the HMAC key is the secret itself or its base64 decoding. It uses a read that Stash's
// reference shows with HMAC.
func (c *check) chooseKey(ctx context.Context) {
	const what = "The HMAC key is "
	if c.secret == "" {
		c.say(false, "Whether the HMAC key is the secret itself: set STASH_SHOP_ID and STASH_HMAC_SECRET.")
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
		c.say(true, what+"the secret itself, as the SDK assumes.")
	case other && !own:
		c.say(true, what+"the base64-decoded secret: pass stash.Base64Secret(), and make it the default.")
		c.credentials["hmac"] = decoded
	case own && other:
		c.say(false, what+"not known: the service accepted both readings of the secret.")
	default:
		c.say(false, what+"not known: the service accepted neither reading of the secret. Check the shop id and the secret.")
	}
}

// probePrefix finds out, without a credential, whether the service has anything under /api/v1/sdk. It compares the
// status with that of a path which cannot exist. A GET cannot create a checkout.
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
		c.say(false, "Whether there is anything under /api/v1/sdk: there was no response.")
	case there == control:
		c.say(false, "Whether there is anything under /api/v1/sdk: the response is that of a path that does not exist.")
	default:
		c.say(true, "There is something under /api/v1/sdk: the response is not that of a path that does not exist.")
	}
}
