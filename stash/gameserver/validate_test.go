package gameserver_test

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

const sectionID = "0f0d4a52-4a3f-4b3e-8b7e-0d8f3a2b1c01"

func free(id string, status gameserver.FreeItemStatus) gameserver.CatalogItem {
	return gameserver.Free(gameserver.FreeItem{ItemID: id, Status: status, Contents: gifts})
}

func product(id string) gameserver.PurchasableItem {
	return gameserver.PurchasableItem{ProductID: id, Price: gameserver.Amount(gameserver.PriceAmount{Currency: "USD", Cents: 499})}
}

var gifts = []gameserver.SimpleContent{{Quantity: "1"}}

func packOf(id string) gameserver.CatalogItem {
	return gameserver.Pack(gameserver.PurchasePack{ID: id, Items: []gameserver.PurchasePackItem{{ProductID: "p", Price: gameserver.PriceWithID("p")}}})
}

// wholes is a pack with one item of its own, and this many that buy the whole pack.
func wholes(n int) gameserver.PurchasePack {
	item := func(id string, kind gameserver.PurchasePackItemType) gameserver.PurchasePackItem {
		return gameserver.PurchasePackItem{ProductID: fmt.Sprint(n, id), Type: kind, Price: gameserver.PriceWithID("p")}
	}
	pack := gameserver.PurchasePack{ID: fmt.Sprint(n), Items: []gameserver.PurchasePackItem{
		item("whole", gameserver.PurchasePackItemTypeWholePurchasePack), item("one", gameserver.PurchasePackItemTypeStandardOffer),
	}}
	if n > 1 {
		pack.Items = append(pack.Items, item("again", gameserver.PurchasePackItemTypeWholePurchasePack))
	}
	return pack
}

func catalogOf(items ...gameserver.CatalogItem) gameserver.Catalog {
	return gameserver.Catalog{Sections: []gameserver.Section{{GUID: sectionID, Items: items}}}
}

// TestCatalogValidate breaks every rule, and checks that the error has the path of the field.
func TestCatalogValidate(t *testing.T) {
	altered := func(change func(*gameserver.PurchasableItem)) gameserver.Catalog {
		p := product("a")
		change(&p)
		return catalogOf(gameserver.Product(p))
	}
	at := "sections[0].items[0].product."
	for name, c := range map[string]struct {
		catalog gameserver.Catalog
		want    []string
	}{
		"good":  {catalogOf(gameserver.Product(product("a")), free("1", gameserver.FreeItemStatusClaimed), free("2", gameserver.FreeItemStatusLocked)), nil},
		"empty": {gameserver.Catalog{}, nil},
		"streak out of order": {
			catalogOf(free("1", gameserver.FreeItemStatusAvailable), gameserver.Product(product("a")), free("2", gameserver.FreeItemStatusClaimed)),
			[]string{"sections[0].items[2].free.status is FREE_ITEM_STATUS_CLAIMED after FREE_ITEM_STATUS_AVAILABLE"},
		},
		"streaks apart": {
			gameserver.Catalog{Sections: []gameserver.Section{
				{Items: []gameserver.CatalogItem{free("1", gameserver.FreeItemStatusLocked)}},
				{Items: []gameserver.CatalogItem{free("2", gameserver.FreeItemStatusClaimed)}},
			}}, nil,
		},
		"quantity": {
			altered(func(p *gameserver.PurchasableItem) {
				p.Contents = []gameserver.ContentItem{{Quantity: "10"}, {Quantity: "1.5"}, {}}
			}),
			[]string{at + `contents[1].quantity is "1.5"; it must be 1 or more of 0-9`, at + "contents[2].quantity is empty"},
		},
		"background": {
			gameserver.Catalog{Sections: []gameserver.Section{{Groups: []gameserver.SectionGroup{{Items: []gameserver.CatalogItem{
				gameserver.Chain(gameserver.OfferChain{Banner: gameserver.ChainBanner{Background: gameserver.Background{ImageURL: "ftp//x"}}}),
			}}}}}},
			[]string{"sections[0].groups[0].items[0].chain.banner.background.imageUrl is"},
		},
		"trigger to nowhere": {
			gameserver.Catalog{Triggers: []gameserver.CatalogTrigger{{LinkedSectionGUID: sectionID}}},
			[]string{"triggers[0].linkedSectionGuid is"},
		},
		"trigger": {
			gameserver.Catalog{Sections: []gameserver.Section{{GUID: sectionID}}, Triggers: []gameserver.CatalogTrigger{{LinkedSectionGUID: sectionID}}}, nil,
		},
		"empty group": {
			gameserver.Catalog{Sections: []gameserver.Section{{Groups: []gameserver.SectionGroup{{}}}}},
			[]string{"sections[0].groups[0].items has 0 entries; it must have at least 1"},
		},
		"bad URI":       {altered(func(p *gameserver.PurchasableItem) { p.Image = "cdn/starter.png" }), []string{at + "image is"}},
		"odd URI":       {altered(func(p *gameserver.PurchasableItem) { p.Image = "https://cdn.example.com/a b.png?x=1&y=ü" }), nil},
		"missing price": {altered(func(p *gameserver.PurchasableItem) { p.Price = gameserver.Price{} }), []string{at + "price must have exactly one of amount, priceId, and has 0"}},
		"two prices":    {altered(func(p *gameserver.PurchasableItem) { p.Price.PriceID = "x" }), []string{at + "price must have exactly one of amount, priceId, and has 2"}},
		"currency": {
			altered(func(p *gameserver.PurchasableItem) { p.Price.Amount.Currency = "" }),
			[]string{at + "price.amount.currency is empty"},
		},
		"free link": {catalogOf(gameserver.Chain(gameserver.OfferChain{Links: []gameserver.OfferChainLink{{ProductID: "l"}}})), nil},
		"duplicate products": {
			catalogOf(gameserver.Product(product("a")), gameserver.Chain(gameserver.OfferChain{Links: []gameserver.OfferChainLink{{ProductID: "b"}, {ProductID: "a"}}})),
			[]string{"sections[0].items[1].chain.links[1].productId is \"a\", as in sections[0].items[0].product.productId"},
		},
		"no kind":  {catalogOf(gameserver.CatalogItem{}), []string{"sections[0].items[0] must have exactly one of product, chain, info, free, pack, and has 0"}},
		"no id":    {catalogOf(gameserver.Info(gameserver.InfoItem{})), []string{"info.itemId is empty", "info.type is empty"}},
		"bad guid": {altered(func(p *gameserver.PurchasableItem) { p.GUID = "1" }), []string{at + "guid is"}},
		"details without guid": {
			altered(func(p *gameserver.PurchasableItem) {
				p.Contents = []gameserver.ContentItem{{Quantity: "1", ClickAction: gameserver.ContentItemClickActionShowDetailsByID}}
			}),
			[]string{at + "contents[0].guid is empty; it must be set where clickAction is"},
		},
		"a whole pack twice": {
			catalogOf(gameserver.Pack(wholes(1)), gameserver.Pack(wholes(2))),
			[]string{"sections[0].items[1].pack.items[2].type is PURCHASE_PACK_ITEM_TYPE_WHOLE_PURCHASE_PACK, as in sections[0].items[1].pack.items[0].type; a list has at most one"},
		},
		"a claim twice": {
			catalogOf(
				gameserver.Free(gameserver.FreeItem{ItemID: "1", ClaimID: "daily", Contents: gifts}), gameserver.Free(gameserver.FreeItem{ItemID: "2", Contents: gifts}),
				gameserver.Free(gameserver.FreeItem{ItemID: "3", ClaimID: "daily", Contents: gifts}),
			),
			[]string{`sections[0].items[2].free.claimId is "daily", as in sections[0].items[0].free.claimId; each claim must have its own`},
		},
		"long claim, no gift": {
			catalogOf(gameserver.Free(gameserver.FreeItem{ItemID: "1", ClaimID: strings.Repeat("a", 1025)})),
			[]string{"free.claimId is", "free.contents has 0 entries"},
		},
		"pack": {
			catalogOf(gameserver.Pack(gameserver.PurchasePack{ID: "pack", Items: []gameserver.PurchasePackItem{{
				ProductID: "a", Price: gameserver.PriceWithID("p"), BonusItems: []gameserver.PurchasableBonus{{ID: "gems", Type: gameserver.PurchasableBonusItemTypeInGameCurrency, Amount: "1"}},
			}}})), nil,
		},
		"empty pack": {catalogOf(gameserver.Pack(gameserver.PurchasePack{})), []string{"pack.id is empty", "pack.items has 0 entries; it must have at least 1"}},
		"packs of one id": {
			catalogOf(packOf("a"), packOf("a")), []string{`sections[0].items[1].pack.id is "a", as in sections[0].items[0].pack.id`},
		},
		"negative": {
			altered(func(p *gameserver.PurchasableItem) {
				less := int64(-1)
				p.MaxPurchasable, p.Price.Amount.Cents = &less, -5
			}),
			[]string{at + "maxPurchasable is -1", at + "price.amount.cents is -5"},
		},
	} {
		err := c.catalog.Validate()
		if (err == nil) != (c.want == nil) {
			t.Errorf("%s: the error is %v", name, err)
			continue
		}
		if err == nil {
			continue
		}
		problems := strings.Split(err.Error(), "\n\t")[1:]
		if len(problems) != len(c.want) {
			t.Errorf("%s: %d problems, want %d: %v", name, len(problems), len(c.want), err)
			continue
		}
		for i, want := range c.want {
			if !strings.Contains(problems[i], want) {
				t.Errorf("%s: problem %d is\n\t%s\nwant\n\t%s", name, i, problems[i], want)
			}
		}
	}
}

// TestDecimalPlaces checks the maximum number of decimal places in requests.
func TestDecimalPlaces(t *testing.T) {
	h := newHandler(t, behaving(behaviours["success"]))
	for call, s := range steps {
		body := strings.Replace(s.body, `"decimalPlaces":2`, `"decimalPlaces":19`, 1)
		want := refused(call, "bad value", `400 {"code":3,"message":"decimalPlaces is 19; it must be at most 18"}`)
		if status, body := answer(t, h, post(s.path, body)); fmtAnswer(status, body) != want {
			t.Errorf("%s answered %d %s, want %s", call, status, body, want)
		}
	}
}

// TestCatalogIsCheckedBeforeSending checks the answer for an invalid catalog, with and without validation.
func TestCatalogIsCheckedBeforeSending(t *testing.T) {
	serving := func(catalog gameserver.Catalog) fake {
		return fake{catalog: func(context.Context, gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
			return &gameserver.GetCatalogResponse{Catalog: catalog}, nil
		}}
	}
	broken := catalogOf(gameserver.Product(gameserver.PurchasableItem{ProductID: "a"}), gameserver.CatalogItem{})
	var log strings.Builder
	logged := gameserver.WithLogger(slog.New(slog.NewTextHandler(&log, nil)))
	expect(t, newHandler(t, serving(broken), logged), get("/api/v1/catalog"), 500,
		`{"code":13,"message":"the game server's answer is not valid: catalog.sections[0].items[0].product.price must have exactly one of amount, priceId, and has 0 (and 1 more)"}`)
	if !strings.Contains(log.String(), "items[1] must have exactly one of product") {
		t.Errorf("the log has not all problems: %s", log.String())
	}
	unchecked := catalogOf(gameserver.Product(gameserver.PurchasableItem{ProductID: "a", Price: gameserver.PriceWithID("p"), Image: "x", Contents: []gameserver.ContentItem{{}}}))
	unchecked.Triggers = []gameserver.CatalogTrigger{{NextResetAt: time.Unix(0, 0)}}
	unchecked.Sections[0].Groups = []gameserver.SectionGroup{{}}
	expect(t, newHandler(t, serving(unchecked), gameserver.WithoutValidation()), get("/api/v1/catalog"), 200,
		`{"catalog":{"sections":[{"groups":[{"items":[]}],"guid":"`+sectionID+`","items":[{"product":{"contents":[{"quantity":""}],"image":"x","price":{"priceId":"p"},"productId":"a"}}]}],"triggers":[{"nextResetAt":"1970-01-01T00:00:00Z"}]}}`)
	expect(t, newHandler(t, serving(unchecked)), get("/api/v1/catalog"), 500,
		`{"code":13,"message":"the game server's answer is not valid: catalog.sections[0].groups[0].items has 0 entries; it must have at least 1 (and 2 more)"}`)
	// The writer refuses what cannot be encoded, even without validation.
	status, body := answer(t, newHandler(t, serving(broken), gameserver.WithoutValidation()), get("/api/v1/catalog"))
	if status != 500 || !strings.Contains(body, "exactly one of") {
		t.Errorf("an item of no kind was answered with %d %s", status, body)
	}
	status, body = answer(t, newHandler(t, serving(catalogOf(gameserver.Product(gameserver.PurchasableItem{
		ProductID: "a", Price: gameserver.PriceWithID("p"), Contents: []gameserver.ContentItem{{Quantity: "1", RewardBuff: gameserver.RewardBuff{Percentage: math.NaN()}}},
	})))), get("/api/v1/catalog"))
	if status != http.StatusInternalServerError || !strings.Contains(body, "NaN") {
		t.Errorf("NaN was answered with %d %s", status, body)
	}
}

// TestPurchaseItems accepts free items and items with a guid or a product id, and refuses items with neither.
func TestPurchaseItems(t *testing.T) {
	h := newHandler(t, behaving(behaviours["success"]))
	free := strings.NewReplacer(`"cents":499`, `"cents":0`, `"cents":99`, `"cents":0`, `"total":697`, `"total":0`).Replace(confirmBody)
	expect(t, h, post(steps["confirm"].path, free), 200, steps["confirm"].answers["success"][4:])
	for name, status := range map[string]int{`"guid":"g2","productId":""`: 200, `"guid":"","productId":"b"`: 200, `"guid":"","productId":""`: 400} {
		body := strings.Replace(confirmBody, `"guid":"g2","productId":"b"`, name, 1)
		if got, text := answer(t, h, post(steps["confirm"].path, body)); got != status {
			t.Errorf("an item with %s is answered %d: %s", name, got, text)
		}
	}
}
