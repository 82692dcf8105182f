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

// Offer is something that the web shop sells to a player.
type Offer struct {
	Section     string // header of the section that it stands in; empty without one
	GUID        string // derived from the SKU where the catalog has none
	SKU         string
	Name        string // or else the SKU
	Description string
	Image       string // URL; empty without one
	Currency    string // ISO 4217
	Cents       int64  // price of one, in minor units
	Decimals    int    // of the currency
	SoldOut     bool   // the player may not buy it again

	metadata map[string]string // as the game server has it
}

// Offers lists what the web shop sells to a player, in the order of the catalog. It is the managed catalog, or when the
// shop has a game server, that one's catalog, which it is asked for: products, and the links of chains that the player
// has unlocked. What is free, or locked, is not among them. A price that is an id is that of the price sheet for the US
// under this SKU, which is inferred; an offer without a price that is known is left out.
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
		for _, group := range section.Groups { // which are shown instead of the items
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

// offerReader collects what is for sale in a catalog.
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

// text is what Stash shows of a text.
func text(t gameserver.LocalizableText) string { return cmp.Or(t.LocalizedText, t.DefaultText) }
