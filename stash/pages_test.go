package stash_test

import (
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
)

// endless answers ListProducts with pages of 100, up to a number of products.
type endless struct {
	products int
	pages    int
}

func (e *endless) RoundTrip(req *http.Request) (*http.Response, error) {
	e.pages++
	offset, _ := strconv.Atoi(req.URL.Query().Get("offset"))
	var page strings.Builder
	page.WriteString(`{"products":[`)
	for i := offset; i < min(offset+100, e.products); i++ {
		if i > offset {
			page.WriteByte(',')
		}
		fmt.Fprintf(&page, `{"productId":"sku-%d","description":{"defaultText":%q}}`, i, strings.Repeat("words ", 20))
	}
	page.WriteString(`]`)
	if offset+100 < e.products {
		fmt.Fprintf(&page, `,"nextOffset":%d`, offset+100)
	}
	page.WriteString(`}`)
	return canned{200, []byte(page.String())}.RoundTrip(req)
}

// TestIterationHoldsOnePage iterates over 100,000 products, and checks that none is missing or comes twice, and that
// the memory in use does not grow with the pages.
func TestIterationHoldsOnePage(t *testing.T) {
	const products = 100_000
	server := &endless{products: products}
	client := benchClient(t, &http.Client{Transport: server}, stash.HMAC(fakeShop, fakeSecret))
	inUse := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	var early, late int64
	seen := 0
	for product, err := range client.AllProducts(t.Context(), fakeShop, stash.ListProductsParams{Limit: stash.Ptr[int64](100)}) {
		if err != nil {
			t.Fatal(err)
		}
		if want := "sku-" + strconv.Itoa(seen); product.ProductID != want {
			t.Fatalf("product %d is %s", seen, product.ProductID)
		}
		switch seen++; seen {
		case products / 100:
			early = inUse()
		case products - 50:
			late = inUse()
		}
	}
	t.Logf("%d products in %d pages; %d KiB in use after 1,000, %d KiB at the end", seen, server.pages, early>>10, late>>10)
	if seen != products || server.pages != products/100 {
		t.Errorf("%d products in %d pages", seen, server.pages)
	}
	if grown := late - early; grown > 1<<20 { // all of them would be some 20 MiB
		t.Errorf("memory grew by %d KiB", grown>>10)
	}
}

// TestIterationEnds checks that an iteration asks for no page that nobody reads, and yields what went wrong.
func TestIterationEnds(t *testing.T) {
	server := &endless{products: 1000}
	client := benchClient(t, &http.Client{Transport: server}, stash.HMAC(fakeShop, fakeSecret))
	for range client.AllProducts(t.Context(), fakeShop, stash.ListProductsParams{}) {
		break
	}
	if server.pages != 1 {
		t.Errorf("%d pages were read for one product", server.pages)
	}
	failing := benchClient(t, &http.Client{Transport: canned{404, []byte(`{"code":5,"message":"no shop"}`)}}, stash.HMAC(fakeShop, fakeSecret))
	n := 0
	for product, err := range failing.AllProducts(t.Context(), fakeShop, stash.ListProductsParams{}) {
		n++
		if !errors.Is(err, stash.ErrNotFound) || product.ProductID != "" {
			t.Errorf("yielded %+v, %v", product, err)
		}
	}
	if n != 1 {
		t.Errorf("yielded %d times", n)
	}
	for _, err := range client.AllProducts(t.Context(), "not-a-shop-id", stash.ListProductsParams{}) {
		if !errors.Is(err, stash.ErrInvalidArgument) || !strings.Contains(err.Error(), "shopId") {
			t.Errorf("error %v", err)
		}
	}
}
