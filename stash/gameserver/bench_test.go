package gameserver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// bigCatalog is a realistic catalog with many items.
func bigCatalog(items int) *gameserver.GetCatalogResponse {
	var catalog gameserver.Catalog
	for n := range items {
		if n%50 == 0 {
			catalog.Sections = append(catalog.Sections, gameserver.Section{Header: gameserver.Text("Section " + strconv.Itoa(n/50))})
		}
		section := &catalog.Sections[len(catalog.Sections)-1]
		section.Items = append(section.Items, gameserver.Product(gameserver.PurchasableItem{
			GUID: fmt.Sprintf("5b0c2f7a-7d0e-4f6e-9a55-%012d", n), ProductID: "bundle-" + strconv.Itoa(n),
			Type: gameserver.PurchasableItemTypeBundleOffer, Name: gameserver.Text("A bundle of things"),
			Image:      "https://cdn.example.com/bundles/" + strconv.Itoa(n) + ".png",
			Price:      gameserver.Amount(gameserver.PriceAmount{Currency: "USD", Cents: int64(99 + n)}),
			Expiration: time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC), Metadata: map[string]string{"campaign": "winter"},
			Attributes: gameserver.PurchasableAttributes{Badge: gameserver.Badge{Text: gameserver.Text("New")}},
			Contents: []gameserver.ContentItem{
				{Name: gameserver.Text("Gems"), Image: "https://cdn.example.com/gem.png", Quantity: "500"},
				{Name: gameserver.Text("Gold"), Image: "https://cdn.example.com/gold.png", Quantity: "1000000"},
			},
		}))
	}
	return &gameserver.GetCatalogResponse{Catalog: catalog}
}

// discard is a ResponseWriter that keeps only the status.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

// BenchmarkCatalog compares a whole request for 10,000 items, with signature and validation, with only encoding/json on the
// same value.
func BenchmarkCatalog(b *testing.B) {
	catalog := bigCatalog(10_000)
	b.Run("sdk", func(b *testing.B) {
		h := newHandler(b, fake{catalog: func(context.Context, gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
			return catalog, nil
		}})
		request := get("/api/v1/catalog")
		b.ReportAllocs()
		for b.Loop() {
			h.ServeHTTP(&discard{header: http.Header{}}, request)
		}
	})
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			body, err := json.Marshal(catalog)
			if err != nil {
				b.Fatal(err)
			}
			_, _ = (&discard{}).Write(body)
		}
	})
}

// BenchmarkConfirms sends 200 confirms at a time over loopback and reports how long the slowest hundredth waits.
func BenchmarkConfirms(b *testing.B) {
	purchases, err := gameserver.NewPurchases(gameserver.NewMemoryStore())
	if err != nil {
		b.Fatal(err)
	}
	server := fake{
		confirm: func(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			return purchases.Confirm(ctx, r, func(context.Context) error { return nil })
		},
		register: func(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
			return purchases.Register(ctx, r, nil)
		},
	}
	h := newHandler(b, server)
	srv := httptest.NewServer(h)
	defer srv.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}}
	const together = 200
	var waits []time.Duration
	round := 0
	for b.Loop() {
		b.StopTimer()
		bodies := make([]string, together)
		for n := range bodies {
			id := fmt.Sprintf(`"transactionId":"%d-%d"`, round, n)
			bodies[n] = strings.Replace(confirmBody, `"transactionId":"t"`, id, 1)
			answer(b, h, post("/api/v1/purchase/register", strings.Replace(registerBody, `"transactionId":"t"`, id, 1)))
		}
		round++
		took := make([]time.Duration, together)
		var all sync.WaitGroup
		b.StartTimer()
		for n, body := range bodies {
			all.Go(func() {
				r, err := http.NewRequest("POST", srv.URL+"/api/v1/purchase/confirm", strings.NewReader(body))
				if err != nil {
					b.Error(err)
					return
				}
				start := time.Now()
				res, err := client.Do(sign(r, body, secret, shopID, now))
				if err != nil {
					b.Error(err)
					return
				}
				_ = res.Body.Close()
				if took[n] = time.Since(start); res.StatusCode != 200 {
					b.Errorf("HTTP %d", res.StatusCode)
				}
			})
		}
		all.Wait()
		waits = append(waits, took...)
	}
	slices.Sort(waits)
	b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(waits[len(waits)/2].Microseconds())/1000, "p50-ms")
}

// TestCatalogAllocations checks that the handler allocates hardly more often than encoding/json.
func TestCatalogAllocations(t *testing.T) {
	catalog := bigCatalog(1000)
	h := newHandler(t, fake{catalog: func(context.Context, gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
		return catalog, nil
	}})
	request := get("/api/v1/catalog")
	ours := testing.AllocsPerRun(5, func() { h.ServeHTTP(&discard{header: http.Header{}}, request) })
	plain := testing.AllocsPerRun(5, func() { _, _ = json.Marshal(catalog) })
	if ours > plain*1.2 {
		t.Errorf("a catalog takes %.0f allocations, encoding/json %.0f", ours, plain)
	}
}
