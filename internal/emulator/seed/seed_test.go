package seed

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
)

// TestFillsOnce checks that a seed fills a shop once, and that the default seed fills only a shop without a seed.
func TestFillsOnce(t *testing.T) {
	sh := shop.New(time.Now, func(any) {})
	check := func(shop.Identity) error { return nil }
	if _, err := sh.Settle(shop.RandomIdentity(), shop.RandomIdentity(), check); err != nil {
		t.Fatal(err)
	}
	fill := func(text string) {
		t.Helper()
		read, err := Read([]byte(text))
		if err == nil {
			err = Fill(sh, []byte(text), read)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const mine = "prices: [{sku: gem, region: US, currency: USD, amount: 99, decimalPlaces: 2}]"
	fill(string(Default()))
	before := len(sh.OnSale())
	if before < 2 {
		t.Fatalf("the default seed has %d products on sale", before)
	}
	fill(mine)
	price, ok := sh.SheetPrice("gem")
	if !ok || price.Amount != 99 {
		t.Errorf("the price is %+v", price)
	}
	price.Amount = 5
	sh.SetPrice(price)
	fill(mine)
	fill(string(Default()))
	if price, _ := sh.SheetPrice("gem"); price.Amount != 5 {
		t.Errorf("a seed that was there before has changed the price to %d", price.Amount)
	}
}

func TestWrongSeedsNameTheLine(t *testing.T) {
	for text, want := range map[string]string{
		"prices:\n  - {sku: gem, region: US, currency: USD, amount: 4.99, decimalPlaces: 2}": "line 2",
		"plans: [{code: a}]\nplanz: []":     "line 2",
		"products: [&a {productId: x}, *a]": "is an alias",
		"a: [":                              "is not YAML",
	} {
		_, err := Read([]byte(text))
		var wrong *Error
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %q", text, err, want)
		}
	}
}
