package stashtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// shop is what the API lists of a shop, as a seed has it.
func shop(t *testing.T, srv *stashtest.Server) string {
	t.Helper()
	c, ctx := srv.Client(), t.Context()
	listed := map[string]any{}
	listed["products"] = must(signed(srv, c).ListProducts(ctx, srv.ShopID, stash.ListProductsParams{})).Products
	listed["plans"] = must(c.ListPlans(ctx, stash.ListPlansParams{})).Plans
	listed["prices"] = must(c.GetPrices(ctx, stash.GetPricesParams{})).Prices
	if loyalty, err := signed(srv, c).GetLoyalty(ctx, srv.ShopID); err == nil {
		listed["activeCampaign"] = loyalty.ActiveCampaign
	}
	text, err := json.MarshalIndent(listed, "", " ")
	check(t, err)
	return string(text)
}

// TestDefaultSeed holds what the default shop sells, and that what is listed of it is a seed again, of the same shop.
func TestDefaultSeed(t *testing.T) {
	srv := stashtest.New(t, stashtest.WithSeed(stashtest.DefaultSeed()))
	listed := shop(t, srv)
	var read struct {
		Products []stash.Product
		Plans    []stash.Plan
		Prices   []stash.SheetPrice
		Campaign stash.LoyaltyCampaign `json:"activeCampaign"`
	}
	check(t, json.Unmarshal([]byte(listed), &read))
	if len(read.Products) != 5 || len(read.Plans) != 2 || len(read.Prices) != 9 || len(read.Campaign.Tiers) != 3 {
		t.Errorf("the shop is %s", listed)
	}
	same(t, "what stands first is listed first", read.Products[0].ProductID, "gem-pack-100")
	same(t, "a number without quotes", read.Products[1].Items[0].Quantity, "500")
	same(t, "a time", read.Products[3].OfferStartTime.Year(), 2026)

	// Each product that costs something can be bought, each plan subscribed to, and each price converted.
	client := srv.Client()
	for _, p := range read.Products {
		_, err := client.GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
			CatalogItems: []stash.QuickPayCatalogItem{{ID: p.ProductID, Quantity: 1}}, User: stash.QuickPayUser{ID: "player-1001"},
		})
		if (err == nil) != (len(p.Prices) > 0) {
			t.Errorf("buying %s: %v", p.ProductID, err)
		}
	}
	for _, p := range read.Plans {
		link := must(client.CreateSubscriptionCheckoutLink(t.Context(), stash.CreateSubscriptionCheckoutLinkRequest{
			Plan: p.Code, Currency: "EUR", User: stash.SubscriptionCheckoutLinkUser{ID: "player-1001"},
		}))
		check(t, srv.Subscribe(link.ID))
	}
	for _, p := range read.Prices {
		answer := must(client.ConvertPrices(t.Context(), stash.ConvertPricesRequest{SourceCurrency: "USD", DestinationCountry: "DE", SKUs: []string{p.SKU}}))
		same(t, p.SKU+" converted", len(answer.Conversions), 1)
	}

	again := stashtest.New(t, stashtest.WithSeed([]byte(listed)))
	same(t, "the shop of what was listed", shop(t, again), listed)
}

// TestSeedAgain holds that the same seed replaces what it made before, and leaves the rest.
func TestSeedAgain(t *testing.T) {
	srv := stashtest.New(t, stashtest.WithSeed(stashtest.DefaultSeed()))
	srv.AddProduct(stash.Product{ProductID: "another", Prices: []stash.ProductPrice{stashtest.USDPrice(1)}})
	srv.SetPlayerPoints("player-1001", 700)
	plan := must(srv.Client().GetPlanByCode(t.Context(), "yearly_premium", stash.GetPlanByCodeParams{})).ID

	changed := strings.Replace(string(stashtest.DefaultSeed()), "amountCents: 9990", "amountCents: 8880", 1)
	for range 3 {
		check(t, srv.Seed([]byte(changed)))
	}
	page := must(signed(srv, srv.Client()).ListProducts(t.Context(), srv.ShopID, stash.ListProductsParams{}))
	same(t, "products", len(page.Products), 6)
	same(t, "plans", len(must(srv.Client().ListPlans(t.Context(), stash.ListPlansParams{})).Plans), 2)
	same(t, "prices", len(must(srv.Client().GetPrices(t.Context(), stash.GetPricesParams{})).Prices), 9)
	kept := must(srv.Client().GetPlan(t.Context(), plan))
	same(t, "the plan's new price", kept.Prices[0].AmountCents, 8880)
	loyalty := must(signed(srv, srv.Client()).GetPlayerLoyalty(t.Context(), srv.ShopID, "player-1001"))
	same(t, "points", loyalty.Loyalty.TotalPoints, 700)

	before := shop(t, srv)
	if err := srv.Seed([]byte("products:\n  - productId: x\n    naem: {}\n")); err == nil {
		t.Error("a wrong seed is taken")
	}
	same(t, "the shop after a wrong seed", shop(t, srv), before)
}

// TestNoSeed holds that without one, or with an empty one, the shop has its usual plan alone.
func TestNoSeed(t *testing.T) {
	for _, text := range []string{"", " \n", "# nothing\n", "---\n", "{}", "null", "products: []\nplans: []\n"} {
		srv := stashtest.New(t, stashtest.WithSeed([]byte(text)))
		plans := must(srv.Client().ListPlans(t.Context(), stash.ListPlansParams{})).Plans
		products := must(signed(srv, srv.Client()).ListProducts(t.Context(), srv.ShopID, stash.ListProductsParams{})).Products
		if len(plans) != 1 || plans[0].Code != "monthly_premium" || len(products) != 0 {
			t.Errorf("after the seed %q: %v, %v", text, plans, products)
		}
	}
}

func TestSeedRefused(t *testing.T) {
	const price = "{currency: USD, region: US, platform: PRODUCT_PRICE_PLATFORM_UNIVERSAL, cents: 499, decimalPlaces: 2}"
	product := func(more string) string { return "products:\n  - productId: a\n" + more }
	for _, tt := range []struct{ name, seed, want string }{
		{"unknown field", product("    naem: {}\n"), "line 3: products[0].naem: the document has no such field"},
		{"unknown field on top", "product: []\n", "line 1: product: the document has no such field"},
		{"no object", "- a\n", "line 1: value must be an object"},
		{"text", "gems", "line 1: value must be an object"},
		{"wrong type", "plans:\n  - code: [a]\n", "line 2: plans[0].code: value must be a string"},
		{"a bool for a text", "plans:\n  - code: true\n", `line 2: plans[0].code: value must be a string, and is "true"`},
		{"nothing where something must be", "plans:\n", "line 1: plans: has no value; give it one, or leave it out"},
		{"comma", product("    prices:\n      - " + strings.Replace(price, "499", "'4,99'", 1)), `line 4: products[0].prices[0].cents: value must be an integer, and is "4,99"; write amounts in minor units, as 499 for 4.99`},
		{"comma in a block", product("    prices:\n      - currency: USD\n        cents: 4,99\n        region: US\n        platform: PRODUCT_PRICE_PLATFORM_UNIVERSAL\n        decimalPlaces: 2\n"), `line 5: products[0].prices[0].cents: value must be an integer, and is "4,99"`},
		{"point", "prices:\n- {sku: a, region: US, currency: USD, decimalPlaces: 2,\n   amount: 4.99}\n", `line 3: prices[0].amount: value must be an integer, and is "4.99"; write amounts in minor units`},
		{"comma in a string of digits", "plans:\n  - code: a\n    prices:\n      - {currency: USD, amountCents: '9,99'}\n", `line 4: plans[0].prices[0].amountCents: must be a whole number, and is "9,99"`},
		{"no amount", product("    prices:\n      - {currency: USD}\n"), "(and 3 more)"},
		{"a negative amount", product("    prices:\n      - " + strings.Replace(price, "499", "-1", 1)), "cents: must not be below 0"},
		{"a currency", product("    prices:\n      - " + strings.Replace(price, "USD", "Dollar", 1)), "currency: must be a currency's three letters in capitals"},
		{"a region", product("    prices:\n      - " + strings.Replace(price, "region: US", "region: Texas", 1)), "region: must be a country's two or three letters"},
		{"decimals", product("    prices:\n      - " + strings.Replace(price, "decimalPlaces: 2", "decimalPlaces: 19", 1)), "decimalPlaces: must be 0 to 18"},
		{"a price twice", product("    prices:\n      - " + price + "\n      - " + price), "line 5: products[0].prices[1].currency: is the same as products[0].prices[0].currency"},
		{"no price for the US", product("    prices:\n      - " + strings.Replace(price, "region: US", "region: DE", 1)), "line 3: products[0].prices: must have one in USD for the US"},
		{"a SKU twice", product("  - productId: b\n  - productId: a\n"), "line 4: products[2].productId: is the same as products[0].productId"},
		{"no SKU", "products:\n  - productId: ''\n", "line 2: products[0].productId: must be set"},
		{"window", product("    offerStartTime: 2026-02-01T00:00:00Z\n    offerEndTime: 2026-01-01T00:00:00Z\n"), "line 4: products[0].offerEndTime: must be later than offerStartTime"},
		{"a window of nothing", product("    offerStartTime: 2026-02-01T00:00:00Z\n    offerEndTime: 2026-02-01T01:00:00+01:00\n"), "must be later than offerStartTime"},
		{"time", product("    offerEndTime: 2026-01-01\n"), `line 3: products[0].offerEndTime: is not a time such as 2026-01-31T08:00:00Z, and is "2026-01-01"`},
		{"an item's quantity", product("    items: [{quantity: many}]\n"), "line 3: products[0].items[0].quantity: must be a whole number"},
		{"a bonus's quantity", product("    bonuses: [{bonusId: a, quantity: 0}]\n"), "products[0].bonuses[0].quantity: must be a whole number of at least 1"},
		{"status", product("    status: PUBLISHED\n"), "line 3: products[0].status: value is not one of the allowed values"},
		{"a plan's code twice", "plans:\n  - {code: a, prices: [{currency: USD, amountCents: 1}]}\n  - {code: a, prices: [{currency: USD, amountCents: 1}]}\n", "line 3: plans[1].code: is the same as plans[0].code"},
		{"a plan's id twice", "plans:\n  - {id: p, code: a, prices: [{currency: USD, amountCents: 1}]}\n  - {id: p, code: b, prices: [{currency: USD, amountCents: 1}]}\n", "line 3: plans[1].id: is the same as plans[0].id"},
		{"a plan without a code", "plans:\n  - name: A\n    prices: [{currency: USD, amountCents: 1}]\n", "line 2: plans[0].code: must be set"},
		{"a plan without a price", "plans:\n  - code: a\n", "plans[0].prices: must have one entry at least"},
		{"a plan's period", "plans:\n  - code: a\n    billingPeriodValue: -1\n    prices: [{currency: USD, amountCents: 1}]\n", "line 2: plans[0]: the billing period of plan a must be 1 to 10000 units long"},
		{"a plan's unit", "plans:\n  - code: a\n    billingPeriodUnit: year\n", "line 3: plans[0].billingPeriodUnit: value is not one of"},
		{"a plan's window", "plans:\n  - code: a\n    availableFrom: 2026-02-01T00:00:00Z\n    availableUntil: 2026-01-01T00:00:00Z\n    prices: [{currency: USD, amountCents: 1}]\n", "line 4: plans[0].availableUntil: must be later than availableFrom"},
		{"a sheet price twice", "prices:\n  - {sku: a, region: US, currency: USD, amount: 1, decimalPlaces: 2}\n  - {sku: a, region: US, currency: EUR, amount: 1, decimalPlaces: 2}\n", "line 3: prices[1].sku: is the same as prices[0].sku"},
		{"a tier twice", "activeCampaign:\n  campaignId: s\n  tiers: [{tierId: a}, {tierId: a}]\n", "line 3: activeCampaign.tiers[1].tierId: is the same as activeCampaign.tiers[0].tierId"},
		{"a milestone twice", "activeCampaign:\n  campaignId: s\n  tiers: [{tierId: a, milestones: [{milestoneId: m}]}, {tierId: b, milestones: [{milestoneId: m}]}]\n", "milestoneId: is the same as"},
		{"a campaign without id", "activeCampaign:\n  tiers: []\n", "line 1: activeCampaign.campaignId: is missing"},
		{"a field twice", product("    productId: b\n"), "line 3: products[0].productId: a field's name must be a text, and stand once"},
		{"an alias", "plans: &a [{code: x}]\nprices: *a\n", "line 2: prices: is an alias; write it out"},
		{"an alias of itself", "plans: &a [*a]\n", "line 1: plans[0]: is an alias"},
		{"a merge", "plans:\n  - <<: {code: x}\n", "line 2: plans[0].<<: a field's name must be a text"},
		{"a list as a name", "[a]: 1\n", "line 1"},
		{"a tag", "plans: !mine [a]\n", "plans"},
		{"binary", "plans:\n  - code: !!binary aGk=\n", "line 2: plans[0].code: must be a number in plain digits, or a text in quotes"},
		{"no number", "prices:\n  - {amount: .inf}\n", "line 2: prices[0].amount: must be a number in plain digits, or a text in quotes"},
		{"hexadecimal", "prices:\n  - {amount: 0x10}\n", "line 2: prices[0].amount: must be a number in plain digits, or a text in quotes"},
		{"a number that is a text", "products:\n  - productId: 007\n", `line 2: products[0].productId: must be a number in plain digits, or a text in quotes, and is "007"`},
		{"too large", "prices:\n  - {amount: 18446744073709551616}\n", "line 2: prices[0].amount: integer doesn't match the format"},
		{"no YAML", "plans: [\n", "is not YAML"},
		{"a tab", "plans:\n\t- a\n", "the seed's line 2: is not YAML"},
		{"two documents", "plans: []\n---\nplans: []\n", "line 2: begins a second YAML document"},
		{"no text", "\x00\xff", "is not YAML"},
		{"too long", strings.Repeat("# a comment\n", 400_000), "at most are allowed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			srv, err := stashtest.Start(stashtest.WithSeed([]byte(tt.seed)))
			if err == nil {
				_ = srv.Close()
			}
			if !contains(err, tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

// TestSeedBeforeListening holds that nothing listens when the seed is refused.
func TestSeedBeforeListening(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	addr := free.Addr().String()
	check(t, free.Close())
	if _, err := stashtest.Start(stashtest.WithAddr(addr), stashtest.WithSeed([]byte("a"))); err == nil {
		t.Fatal("it started")
	}
	if conn, err := (&net.Dialer{}).DialContext(context.WithoutCancel(t.Context()), "tcp", addr); err == nil {
		_ = conn.Close()
		t.Error("something listens")
	}
}

func FuzzSeed(f *testing.F) {
	f.Add(stashtest.DefaultSeed())
	for _, text := range []string{"plans: &a [*a]", "{a: 1", "? - a\n: b", "products: [{productId: a, prices: [{cents: 1e400}]}]"} {
		f.Add([]byte(text))
	}
	srv, err := stashtest.Start()
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = srv.Close() })
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := srv.Seed(text); err != nil && strings.TrimSpace(err.Error()) == "" {
			t.Error("an error without words")
		}
	})
}

// TestSeedThatIsNoText holds that bytes which are no text are refused with their line, and that UTF-16 is read.
func TestSeedThatIsNoText(t *testing.T) {
	sixteen := func(text string) string {
		units := []byte{0xff, 0xfe}
		for _, r := range text {
			units = append(units, byte(r), byte(r>>8))
		}
		return string(units)
	}
	for seed, line := range map[string]int{
		"a: 1\nb\x00: 2\n": 2, "\x00": 1, "a\x00:\x00": 1, "products: []\r\n\r\nx: \"\xff\"\n": 3, "# a\n\n# \xc3\n": 3, "products: []\nplans: \"\ufffe\"": 2,
		"products: []\n\ufeffplans: []\n\nprices: []\n": 2, "\xff\xfeproducts: []\n": 1, sixteen("products: []\n\x00"): 2, "products: []\nplans: [}\n": 2,
		sixteen("products: []\n"): 0, "\ufeffproducts: []\n": 0, "products: []\n# \ufeff and \u0085\n": 0,
	} {
		srv, err := stashtest.Start(stashtest.WithSeed([]byte(seed)))
		if err == nil {
			check(t, srv.Close())
		}
		var wrong *stashtest.SeedError
		if errors.As(err, &wrong) != (line > 0) || line > 0 && (wrong.Line != line || !contains(err, fmt.Sprintf("the seed's line %d: ", line))) {
			t.Errorf("%q: %v, want line %d", seed, err, line)
		}
	}
}
