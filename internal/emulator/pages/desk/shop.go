package desk

// Shop is the web shop.
type Shop struct {
	Handle       string
	Player       string // empty when nobody is signed in
	LoyaltyFirst bool
	Products     []Product
	More         int // products on sale that the page leaves out
	Loyalty      Loyalty
	Failure      string // a sentence that says why nothing was bought; empty without a failure
}

// Product is a product on sale.
type Product struct {
	SKU, Name, Description string
	Price                  string // with the currency; empty when it cannot be bought
	Why                    string // why it cannot be bought
}

// Loyalty is the player's standing in the running campaign.
type Loyalty struct {
	Campaign      string // empty when none is running
	Points        int64
	Tier          string // empty below the lowest
	ToNextTier    int64  // 0 in the highest
	NextMilestone string // empty when all are reached
	ToMilestone   int64
	Tiers         []Tier
}

// Tier is a step of a campaign.
type Tier struct {
	Name        string
	StartPoints int64
	Current     bool
}

func (s Shop) page() look {
	title := "Shop"
	if s.LoyaltyFirst {
		title = "Loyalty"
	}
	return look{file: "shop", title: title, shop: s.Handle}
}
