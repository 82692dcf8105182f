package shop

import (
	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
)

// Identity is what a backend needs to know of the shop but its address, which is another one at each start.
type Identity struct {
	APIKey        string `json:"apiKey"`
	ShopID        string `json:"shopId"`
	HMACSecret    string `json:"hmacSecret"`
	ShopHandle    string `json:"shopHandle"`
	WebhookSecret string `json:"webhookSecret"`

	GameServerSecret string `json:"gameServerSecret"`

	Seed string `json:"seed,omitempty"` // SHA-256 of the one that the shop was filled from; empty for none
}

// RandomIdentity makes the keys and names of a shop.
func RandomIdentity() Identity {
	return Identity{
		APIKey:        "fake-key-" + ids.Text(32),
		ShopID:        ids.UUID(),
		HMACSecret:    "fake-secret-" + ids.Text(32),
		ShopHandle:    "shop-" + ids.Text(8),
		WebhookSecret: "fake-webhook-secret-" + ids.Text(32),

		GameServerSecret: "fake-game-server-secret-" + ids.Text(32),
	}
}

// fields are the texts of an identity that an option can fix.
func (id *Identity) fields() []*string {
	return []*string{&id.APIKey, &id.ShopID, &id.HMACSecret, &id.ShopHandle, &id.WebhookSecret, &id.GameServerSecret}
}

// Settle decides who the shop is: what an option has fixed comes first, then what is kept, then what was made at random
// for this start, which a given text that was not fixed is equal to. An
// identity that check refuses is not kept. Settle is called once, after Open.
func (s *Shop) Settle(given, random Identity, check func(Identity) error) (Identity, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.identity.Get(onlyShop)
	if kept == nil { // a shop that is new
		s.plans.Set(subscription.UsualPlan.ID, subscription.UsualPlan)
		kept = &random
	}
	settled := *kept
	for i, mine := range given.fields() {
		if *mine != *random.fields()[i] {
			*settled.fields()[i] = *mine
		}
	}
	if err := check(settled); err != nil {
		return settled, err
	}
	if kept == &random || settled != *kept {
		s.identity.Set(onlyShop, settled)
	}
	return settled, nil
}

// Sown is the SHA-256 of the seed that the shop was filled from; empty for none.
func (s *Shop) Sown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.identity.Get(onlyShop).Seed
}

// SetSown notes which seed the shop was filled from.
func (s *Shop) SetSown(sum string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.identity.Get(onlyShop).Seed = sum
	s.identity.Touch(onlyShop)
}

// onlyShop is the key of the only identity.
const onlyShop = "shop"
