package stashtest

import "github.com/stash-sdk/stash-go/internal/signature"

// identity is what a backend needs to know of the shop but its address, which is another one at each start.
type identity struct {
	APIKey        string `json:"apiKey"`
	ShopID        string `json:"shopId"`
	HMACSecret    string `json:"hmacSecret"`
	ShopHandle    string `json:"shopHandle"`
	WebhookSecret string `json:"webhookSecret"`

	GameServerSecret string `json:"gameServerSecret"`

	Seed string `json:"seed,omitempty"` // SHA-256 of the one that the shop was filled from; empty for none
}

func randomIdentity() identity {
	return identity{
		APIKey:        "fake-key-" + randomText(32),
		ShopID:        randomUUID(),
		HMACSecret:    "fake-secret-" + randomText(32),
		ShopHandle:    "shop-" + randomText(8),
		WebhookSecret: "fake-webhook-secret-" + randomText(32),

		GameServerSecret: "fake-game-server-secret-" + randomText(32),
	}
}

// fields are the server's own, beside those of an identity.
func (s *Server) fields(id *identity) [][2]*string {
	return [][2]*string{
		{&s.APIKey, &id.APIKey}, {&s.ShopID, &id.ShopID}, {&s.HMACSecret, &id.HMACSecret}, {&s.ShopHandle, &id.ShopHandle},
		{&s.WebhookSecret, &id.WebhookSecret}, {&s.GameServerSecret, &id.GameServerSecret},
	}
}

// assume makes an identity the server's.
func (s *Server) assume(id identity) {
	for _, field := range s.fields(&id) {
		*field[0] = *field[1]
	}
}

// settleIdentity decides who the shop is: what an option has fixed comes first, then what is kept, then what was made
// at random for this start. The outcome is kept.
func (s *Server) settleIdentity(random identity) error {
	kept := s.state.identity.get(shop)
	if kept == nil {
		kept = &random
	}
	before := *kept
	for i, field := range s.fields(&random) {
		mine, keep := field[0], s.fields(kept)[i][1]
		if *mine == *field[1] {
			*mine = *keep
		}
		*keep = *mine
	}
	if err := s.checkFixed(); err != nil {
		return err
	}
	if s.state.identity.get(shop) == nil || before != *kept {
		s.state.identity.set(shop, *kept)
	}
	s.hmacKey = signature.NewKey([]byte(s.HMACSecret))
	return nil
}

// shop is the key of the only identity.
const shop = "shop"
