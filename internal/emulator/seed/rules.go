package seed

import (
	"fmt"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
	"github.com/stash-sdk/stash-go/internal/wire"
	"github.com/stash-sdk/stash-go/stash"
)

// rules checks the rules that the document's schemas cannot express, and collects the mistakes.
type rules struct {
	wrong []contract.Violation
	seen  map[string]string // the field with the first use of each key
}

func (s *Seed) check() []contract.Violation {
	r := &rules{seen: map[string]string{}}
	for i := range s.Products {
		r.product(fmt.Sprintf("products[%d]", i), &s.Products[i])
	}
	for i := range s.Plans {
		r.plan(fmt.Sprintf("plans[%d]", i), &s.Plans[i])
	}
	for i := range s.Prices {
		r.sheetPrice(fmt.Sprintf("prices[%d]", i), &s.Prices[i])
	}
	r.campaign("activeCampaign", &s.ActiveCampaign)
	return r.wrong
}

func (r *rules) must(good bool, field, format string, args ...any) {
	if !good {
		r.wrong = append(r.wrong, contract.Violation{Field: field, Reason: fmt.Sprintf(format, args...)})
	}
}

// once refuses a key that is empty or was used before. The argument of names the kind of key, so that keys of different
// kinds may be equal.
func (r *rules) once(of, field string, key ...string) {
	r.must(key[0] != "", field, "must be set")
	whole := strings.Join(append([]string{of}, key...), "\x00")
	earlier, twice := r.seen[whole]
	r.must(!twice || key[0] == "", field, "is the same as %s; each must be its own", earlier)
	if !twice {
		r.seen[whole] = field
	}
}

func (r *rules) window(from, until time.Time, field, begins string) {
	r.must(from.IsZero() || until.IsZero() || from.Before(until), field, "must be later than %s", begins)
}

func (r *rules) money(amount int64, amountField, currency, currencyField string) {
	r.must(amount >= 0, amountField, "must not be below 0")
	r.must(wire.Match("^[A-Z]{3}$", currency), currencyField, "must be a currency's three letters in capitals, such as USD")
}

func (r *rules) place(region, regionField string, decimals int64, decimalsField string) {
	r.must(wire.Match("^[A-Z]{2,3}$", region), regionField, "must be a country's two or three letters in capitals, such as US")
	r.must(decimals >= 0 && decimals <= 18, decimalsField, "must be 0 to 18")
}

func (r *rules) product(at string, p *stash.Product) {
	r.once("product", at+".productId", p.ProductID)
	r.window(p.OfferStartTime, p.OfferEndTime, at+".offerEndTime", "offerStartTime")
	before := len(r.wrong)
	for i, price := range p.Prices {
		in := fmt.Sprintf("%s.prices[%d]", at, i)
		r.money(price.Cents, in+".cents", price.Currency, in+".currency")
		r.place(price.Region, in+".region", price.DecimalPlaces, in+".decimalPlaces")
		r.once(at+".prices", in+".currency", price.Currency, price.Region, string(price.Platform))
	}
	_, sold := shop.USPrice(p.Prices)
	r.must(sold || len(p.Prices) == 0 || len(r.wrong) > before, at+".prices", "must have one in USD for the US and the platform PRODUCT_PRICE_PLATFORM_UNIVERSAL, or be left out for a gift")
	for i, item := range p.Items {
		r.must(wire.Match("^[0-9]*$", item.Quantity), fmt.Sprintf("%s.items[%d].quantity", at, i), "must be a whole number")
	}
	for i, bonus := range p.Bonuses {
		in := fmt.Sprintf("%s.bonuses[%d]", at, i)
		r.once(at+".bonuses", in+".bonusId", bonus.BonusID)
		r.must(wire.Match("^0*[1-9][0-9]*$", bonus.Quantity), in+".quantity", "must be a whole number of at least 1")
	}
}

func (r *rules) plan(at string, p *stash.Plan) {
	r.once("plan code", at+".code", p.Code, p.SegmentID)
	if p.ID != "" {
		r.once("plan id", at+".id", p.ID)
	}
	r.window(p.AvailableFrom, p.AvailableUntil, at+".availableUntil", "availableFrom")
	r.must(len(p.Prices) > 0, at+".prices", "must have one entry at least, or nobody could subscribe")
	for i, price := range p.Prices {
		in := fmt.Sprintf("%s.prices[%d]", at, i)
		r.money(int64(price.AmountCents), in+".amountCents", price.Currency, in+".currency")
		r.once(at+".prices", in+".currency", price.Currency)
	}
	filled := subscription.FillPlan(*p, time.Time{})
	if err := subscription.CheckPlan(&filled); err != nil && p.Code != "" {
		r.must(false, at, "%v", err)
	}
}

func (r *rules) sheetPrice(at string, p *stash.SheetPrice) {
	r.once("sheet price", at+".sku", p.SKU, strings.ToUpper(p.Region))
	r.money(p.Amount, at+".amount", p.Currency, at+".currency")
	r.place(p.Region, at+".region", int64(p.DecimalPlaces), at+".decimalPlaces")
}

func (r *rules) campaign(at string, c *stash.LoyaltyCampaign) {
	for i, tier := range c.Tiers {
		in := fmt.Sprintf("%s.tiers[%d]", at, i)
		r.once("tier", in+".tierId", tier.TierID)
		for j, milestone := range tier.Milestones {
			r.once("milestone", fmt.Sprintf("%s.milestones[%d].milestoneId", in, j), milestone.MilestoneID)
		}
	}
}
