package callout

import (
	"cmp"
	"context"

	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/internal/emulator/money"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// Offer is an item that the web shop sells to a player.
type Offer struct {
	Section     string // header of its section; empty without one
	GUID        string // derived from the SKU where the catalog has none
	SKU         string
	Name        string // the SKU if the item has no name
	Description string
	Image       string // URL; empty without one
	Currency    string // ISO 4217
	Cents       int64  // price of one piece, in minor units
	Decimals    int    // of the currency
	SoldOut     bool   // the player may not buy it again

	metadata map[string]string // as the game server has it
}

// Offers lists what the web shop sells to a player, in the order of the catalog. If the shop has a game server, Offers
// asks it for its catalog: products, and the links of chains that the player has unlocked. Otherwise it reads the
// managed catalog. It leaves out items that are free, locked or without a known price. A price id is read as a SKU of
// the price sheet for the US, which is inferred.
func (c *Games) Offers(ctx context.Context, player string) ([]Offer, error) {
	game := c.Current()
	if game == nil {
		return c.managedOffers(), nil
	}
	answer, err := game.Catalog(ctx, gameserver.GetCatalogParams{
		PlayerID: player, Platform: gameserver.CatalogPlatformWebstore, Language: "en", Region: "US",
	})
	if err != nil {
		return nil, err
	}
	r := offerReader{shopID: c.around.Who().ShopID, priceOf: c.around.Shop.SheetPrice}
	for _, section := range answer.Catalog.Sections {
		r.section = text(section.Header)
		if len(section.Groups) == 0 {
			r.items(section.Items)
		}
		for _, group := range section.Groups { // a section with groups shows no items of its own
			r.items(group.Items)
		}
	}
	return r.offers, nil
}

func (c *Games) managedOffers() (offers []Offer) {
	for _, p := range c.around.Shop.OnSale() {
		price, ok := shop.USPrice(p.Prices)
		if !ok {
			continue
		}
		offers = append(offers, Offer{
			GUID: ids.Derived(c.around.Who().ShopID, p.ProductID), SKU: p.ProductID, Name: cmp.Or(p.DisplayName.DefaultText, p.Name.DefaultText, p.ProductID),
			Description: p.Description.DefaultText, Image: p.Images.MainImage,
			Currency: price.Currency, Cents: price.Cents, Decimals: int(price.DecimalPlaces),
		})
	}
	return offers
}

// offerReader collects the offers of a catalog.
type offerReader struct {
	shopID  string
	priceOf func(id string) (stash.SheetPrice, bool)
	section string
	offers  []Offer
}

func (r *offerReader) items(items []gameserver.CatalogItem) {
	for _, item := range items {
		switch {
		case item.Product != nil:
			p := item.Product
			r.add(Offer{
				GUID: p.GUID, SKU: p.ProductID, Name: text(p.Name), Description: text(p.Description), Image: p.Image,
				SoldOut: p.MaxPurchasable != nil && *p.MaxPurchasable == 0, metadata: p.Metadata,
			}, p.Price)
		case item.Chain != nil:
			for _, link := range item.Chain.Links {
				if link.Status == gameserver.ChainLinkStatusUnlocked || link.Status == "" {
					r.add(Offer{
						GUID: link.GUID, SKU: link.ProductID, Name: text(item.Chain.Name), Description: text(item.Chain.Description),
						Image: link.BundleImage, SoldOut: link.MaxPurchasable != nil && *link.MaxPurchasable == 0,
					}, link.Price)
				}
			}
		}
	}
}

func (r *offerReader) add(offer Offer, price gameserver.Price) {
	if price.Amount != nil {
		offer.Currency, offer.Cents = price.Amount.Currency, price.Amount.Cents
	} else {
		sheet, known := r.priceOf(price.PriceID)
		amount, err := money.Cents(stash.FormatMinorUnits(sheet.Amount, int(sheet.DecimalPlaces)), money.Decimals(sheet.Currency))
		if !known || err != nil {
			return
		}
		offer.Currency, offer.Cents = sheet.Currency, amount
	}
	offer.Decimals = money.Decimals(offer.Currency)
	offer.Section, offer.Name = r.section, cmp.Or(offer.Name, offer.SKU)
	offer.GUID = cmp.Or(offer.GUID, ids.Derived(r.shopID, offer.SKU))
	r.offers = append(r.offers, offer)
}

// text returns the part of a text that Stash shows.
func text(t gameserver.LocalizableText) string { return cmp.Or(t.LocalizedText, t.DefaultText) }
