package shop

import "github.com/stash-sdk/stash-go/internal/emulator/ids"

// Identity has the keys and names of the shop. A backend needs them and the shop's address, which changes at each start.
type Identity struct {
	APIKey        string `json:"apiKey"`
	ShopID        string `json:"shopId"`
	HMACSecret    string `json:"hmacSecret"`
	ShopHandle    string `json:"shopHandle"`
	WebhookSecret string `json:"webhookSecret"`

	GameServerSecret string `json:"gameServerSecret"`

	Seed string `json:"seed,omitempty"` // SHA-256 of the shop's last seed; empty for none
}

// RandomIdentity makes random keys and names for a shop.
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

// fields returns the texts that an option can fix.
func (id *Identity) fields() []*string {
	return []*string{&id.APIKey, &id.ShopID, &id.HMACSecret, &id.ShopHandle, &id.WebhookSecret, &id.GameServerSecret}
}

// Settle decides the shop's identity. Each text comes from an option, or else from the state file, or else from random.
// A given text counts as fixed by an option if it differs from random. Settle does not store an identity that check
// refuses. Call it once, after Open.
func (s *Shop) Settle(given, random Identity, check func(Identity) error) (Identity, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := s.identity.Get(onlyShop)
	if kept == nil { // a new shop
		s.begin()
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

// Sown returns the SHA-256 of the shop's last seed; empty for none.
func (s *Shop) Sown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.identity.Get(onlyShop).Seed
}

// SetSown stores the SHA-256 of the shop's last seed.
func (s *Shop) SetSown(sum string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.identity.Get(onlyShop).Seed = sum
	s.identity.Touch(onlyShop)
}

// onlyShop is the key of the only identity.
const onlyShop = "shop"
