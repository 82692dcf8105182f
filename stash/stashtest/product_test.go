package stashtest_test

import (
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

func gems(sku string, cents int64) stash.Product {
	return stash.Product{
		ProductID: sku, DisplayName: stash.LocalizableText{DefaultText: "Gems"},
		Description: stash.LocalizableText{DefaultText: "A pouch of gems"}, Prices: []stash.ProductPrice{stashtest.USDPrice(cents)},
	}
}

// skus lists what is on sale.
func skus(t *testing.T, srv *stashtest.Server, params stash.ListProductsParams) (list []string) {
	t.Helper()
	for product, err := range signed(srv, srv.Client()).AllProducts(t.Context(), srv.ShopID, params) {
		check(t, err)
		list = append(list, product.ProductID)
	}
	return list
}

// TestOfferWindows holds which products are on sale as the clock moves, back too, and that list, single product and
// checkout agree on it.
func TestOfferWindows(t *testing.T) {
	clock := newClock("2026-11-01T12:00:00Z")
	srv := stashtest.New(t, stashtest.WithClock(clock.now))
	start := clock.now()
	offer := func(sku string, from, until time.Duration) stash.Product {
		p := gems(sku, 100)
		if from != 0 {
			p.OfferStartTime = start.Add(from)
		}
		if until != 0 {
			p.OfferEndTime = start.Add(until)
		}
		return p
	}
	draft := gems("draft", 100)
	draft.Status = stash.ProductStatusUnspecified
	srv.AddProduct(offer("always", 0, 0), offer("from-1h", time.Hour, 0), offer("until-1h", 0, time.Hour), offer("1h-to-3h", time.Hour, 3*time.Hour), offer("over", 0, -time.Hour), draft)
	// Signatures are judged by this clock too, so the client must have it.
	c := srv.Client(stash.WithClock(clock.now))
	shop := signed(srv, c)
	for _, tt := range []struct {
		after time.Duration
		want  string // sorted
	}{
		{0, "always until-1h"},
		{time.Hour - time.Nanosecond, "always until-1h"},
		{time.Hour, "1h-to-3h always from-1h"},
		{3*time.Hour - time.Nanosecond, "1h-to-3h always from-1h"},
		{3 * time.Hour, "always from-1h"},
		{0, "always until-1h"}, // the clock goes back
		{2 * time.Hour, "1h-to-3h always from-1h"},
	} {
		clock.advance(start.Add(tt.after).Sub(clock.now()))
		var got []string
		for product, err := range shop.AllProducts(t.Context(), srv.ShopID, stash.ListProductsParams{}) {
			check(t, err)
			got = append(got, product.ProductID)
		}
		slices.Sort(got)
		same(t, fmt.Sprintf("products after %v", tt.after), strings.Join(got, " "), tt.want)
		for _, sku := range []string{"always", "from-1h", "until-1h", "1h-to-3h", "over", "draft", "none"} {
			_, err := shop.GetProduct(t.Context(), srv.ShopID, sku)
			same(t, fmt.Sprintf("%s is found after %v", sku, tt.after), err == nil, slices.Contains(got, sku))
			same(t, fmt.Sprintf("%s is not found after %v", sku, tt.after), errors.Is(err, stash.ErrNotFound), !slices.Contains(got, sku))
			_, err = c.GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
				CatalogItems: []stash.QuickPayCatalogItem{{ID: "always", Quantity: 1}, {ID: sku, Quantity: 1}},
			})
			same(t, fmt.Sprintf("%s is sold after %v", sku, tt.after), err == nil, slices.Contains(got, sku))
			if err != nil && (!errors.Is(err, stash.ErrInvalidArgument) || !contains(err, "catalogItems[1].id")) {
				t.Errorf("sale of %s: %v", sku, err)
			}
		}
	}
}

// TestProductPages holds order and pages, whatever the size.
func TestProductPages(t *testing.T) {
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	srv := stashtest.New(t)
	var want []string
	for i := range 120 {
		p := gems(fmt.Sprintf("sku-%d", i), 100)
		p.CreatedAt = start.Add(time.Duration(i/2) * time.Hour) // pairs of the same age: the later one is newer
		srv.AddProduct(p)
		want = append(want, p.ProductID)
	}
	slices.Reverse(want)
	for _, limit := range []int64{1, 7, 50, 60, 100} {
		same(t, fmt.Sprintf("order in pages of %d", limit), strings.Join(skus(t, srv, stash.ListProductsParams{Limit: &limit}), " "), strings.Join(want, " "))
	}
	c := signed(srv, srv.Client())
	for _, tt := range []struct {
		limit, offset *int64
		n             int
		next          int64
	}{
		{nil, nil, 50, 50},
		{nil, stash.Ptr[int64](100), 20, 0},
		{stash.Ptr[int64](20), stash.Ptr[int64](100), 20, 0},
		{stash.Ptr[int64](19), stash.Ptr[int64](100), 19, 119},
		{nil, stash.Ptr[int64](120), 0, 0},
		{nil, stash.Ptr[int64](1 << 62), 0, 0},
	} {
		page := must(c.ListProducts(t.Context(), srv.ShopID, stash.ListProductsParams{Limit: tt.limit, Offset: tt.offset}))
		same(t, "products", len(page.Products), tt.n)
		same(t, "next offset", page.NextOffset, tt.next)
	}
	replaced := gems("sku-0", 250)
	replaced.CreatedAt = start.Add(time.Hour * 1000)
	srv.AddProduct(replaced)
	list := skus(t, srv, stash.ListProductsParams{})
	same(t, "newest after replacing", list[0], "sku-0")
	same(t, "products after replacing", len(list), 120)
}

// TestPagesAreJudged holds that the document's limits are kept by the emulator, not by the client alone.
func TestPagesAreJudged(t *testing.T) {
	srv := stashtest.New(t)
	for query, field := range map[string]string{
		"limit=0": "limit", "limit=101": "limit", "limit=x": "limit", "limit=1e1": "limit", "offset=-1": "offset",
		"offset=99999999999999999999": "offset", "pageToken=a": "pageToken",
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+"/sdk/studio/"+srv.ShopID+"/products?"+query, nil)
		check(t, err)
		check(t, stash.HMACEditor(srv.ShopID, srv.HMACSecret)(t.Context(), req))
		resp := must(http.DefaultClient.Do(req))
		body := make([]byte, 4096)
		n, _ := resp.Body.Read(body)
		check(t, resp.Body.Close())
		if resp.StatusCode != 400 || !strings.Contains(string(body[:n]), field) {
			t.Errorf("%s: HTTP %d %s", query, resp.StatusCode, body[:n])
		}
	}
}

// TestOtherShop holds that a wrong shop id does not look like a product that is off sale.
func TestOtherShop(t *testing.T) {
	srv, other := stashtest.New(t), stashtest.New(t)
	c := signed(srv, srv.Client())
	_, list := c.ListProducts(t.Context(), other.ShopID, stash.ListProductsParams{})
	_, product := c.GetProduct(t.Context(), other.ShopID, "a")
	_, loyalty := c.GetLoyalty(t.Context(), other.ShopID)
	_, player := c.GetPlayerLoyalty(t.Context(), other.ShopID, "player-1")
	for _, err := range []error{list, product, loyalty, player} {
		if !errors.Is(err, stash.ErrPermissionDenied) || !contains(err, "shopId") {
			t.Errorf("error %v", err)
		}
	}
}

// TestManyProducts holds that a page of a large catalog costs what it shows, wherever it is.
func TestManyProducts(t *testing.T) {
	srv := stashtest.New(t)
	products := make([]stash.Product, 100_000)
	for i := range products {
		products[i] = gems(fmt.Sprint("sku-", i), 100)
	}
	srv.AddProduct(products...)
	c := signed(srv, srv.Client())
	must(c.ListProducts(t.Context(), srv.ShopID, stash.ListProductsParams{})) // the first page sorts
	for _, offset := range []int64{0, 50_000, 99_998} {
		const pages = 20
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range pages {
			page := must(c.ListProducts(t.Context(), srv.ShopID, stash.ListProductsParams{Limit: stash.Ptr[int64](1), Offset: &offset}))
			same(t, "products", len(page.Products), 1)
		}
		runtime.ReadMemStats(&after)
		// A copy of the list alone would take 800 KB.
		if used := (after.TotalAlloc - before.TotalAlloc) / pages; used > 400_000 {
			t.Errorf("a page at offset %d took %d bytes", offset, used)
		}
	}
}

// TestCatalogCheckout holds what a checkout of catalog items sells, and what it refuses.
func TestCatalogCheckout(t *testing.T) {
	clock := newClock("2026-11-01T12:00:00Z")
	srv := stashtest.New(t, stashtest.WithClock(clock.now))
	c := srv.Client()
	yen := gems("yen", 0)
	yen.Prices[0].Cents, yen.Prices[0].DecimalPlaces = 5, 0
	elsewhere := gems("elsewhere", 499)
	elsewhere.Prices[0].Region = "DE"
	brief := gems("brief", 2_147_483_647)
	brief.OfferEndTime = clock.now().Add(time.Hour)
	srv.AddProduct(gems("a", 499), gems("b", 5), brief, yen, elsewhere, stash.Product{ProductID: "gift"})
	body := stash.GenerateQuickPayURLRequest{TransactionID: "t-1", CatalogItems: []stash.QuickPayCatalogItem{
		{ID: "a", Quantity: 2}, {ID: "b", Quantity: 3}, {ID: "brief", Quantity: 1000}, {ID: "yen", Quantity: 1},
	}}
	link := must(c.GenerateQuickPayURL(t.Context(), body))
	event := must(c.GetPaymentEvent(t.Context(), link.ID))
	same(t, "total", event.Total, "21474836485.13")
	same(t, "price", event.Items[1].PricePerItem, "0.05")
	same(t, "name", event.Items[1].Name, "Gems")
	same(t, "currency", event.Currency, "USD")

	clock.advance(2 * time.Hour)
	srv.AddProduct(gems("a", 999))
	same(t, "checkout of the repeated transaction", must(c.GenerateQuickPayURL(t.Context(), body)).ID, link.ID)
	same(t, "total after the price changed", must(c.GetPaymentEvent(t.Context(), link.ID)).Total, event.Total)

	for _, tt := range []struct{ sku, currency, field string }{
		{"none", "", "catalogItems[0].id"},
		{"brief", "", "catalogItems[0].id"},
		{"gift", "", "catalogItems[0].id"},
		{"elsewhere", "", "catalogItems[0].id"},
		{"a", "EUR", "currency"},
	} {
		_, err := c.GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
			Currency: tt.currency, CatalogItems: []stash.QuickPayCatalogItem{{ID: tt.sku, Quantity: 1}},
		})
		if !errors.Is(err, stash.ErrInvalidArgument) || !contains(err, tt.field) {
			t.Errorf("%s in %s: %v", tt.sku, tt.currency, err)
		}
	}
}
