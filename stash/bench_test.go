package stash_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
)

// The benchmarks are named case/contender. make bench compares the contenders of a case within one run.

const benchBase = "https://stash.example.com"

// canned answers every request in process, so that the benchmarks count the client's own work.
type canned struct {
	status int
	body   []byte
}

func (c canned) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		if _, err := io.Copy(io.Discard, req.Body); err != nil {
			return nil, err
		}
		_ = req.Body.Close()
	}
	return &http.Response{
		StatusCode: c.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: req, ContentLength: int64(len(c.body)),
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(bytes.NewReader(c.body)),
	}, nil
}

const (
	linkAnswer  = `{"url":"https://checkout.stash.gg/pay/0b6f3f0e-6d0f-4a6b-9f0f-3f3a1c2d4e5f","id":"0b6f3f0e-6d0f-4a6b-9f0f-3f3a1c2d4e5f","regionCode":"US"}`
	eventAnswer = `{"status":"PAYMENT_STATUS_SUCCEEDED","items":[{"id":"gem-pack-500","pricePerItem":"4.99","quantity":1,"name":"500 gems"}],"timeMillis":"1760000000000","currency":"USD","total":"4.99","tax":"0.00"}`
	errorAnswer = `{"code":3,"message":"user.id: must not hold a colon","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"user.id","description":"must not hold a colon"}]}]}`
	oneProduct  = `{"productId":"gem-pack-500","name":{"defaultText":"500 gems"},"status":"PRODUCT_STATUS_PUBLISHED","createdAt":"2026-01-15T10:30:00Z","prices":[{"currency":"USD","platform":"PRODUCT_PRICE_PLATFORM_UNIVERSAL","region":"US","cents":499,"decimalPlaces":2,"updatedAt":"2026-01-15T10:30:00Z"}],"items":[{"image":"https://cdn.example.com/gem.png","quantity":"500"}]}`
)

var listAnswer = `{"products":[` + strings.TrimSuffix(strings.Repeat(oneProduct+",", 50), ",") + `],"nextOffset":50}`

func benchRequest() stash.GenerateQuickPayURLRequest {
	return stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 1, ImageURL: "https://cdn.example.com/gems.png"},
		User:          stash.QuickPayUser{ID: "player-1001", ValidatedEmail: "player@example.com", RegionCode: "US"},
		TransactionID: "order-000123", RegionCode: "US", Currency: "USD",
	}
}

// rivals are several clients that make the same call against the same canned response.
type rivals map[string]func(ctx context.Context) error

func (r rivals) run(b *testing.B) {
	for _, who := range []string{"hand-written", "guide", "sdk", "sdk-hmac", "sdk-logger"} {
		call := r[who]
		if call == nil {
			continue
		}
		b.Run(who, func(b *testing.B) {
			ctx := context.Background()
			b.ReportAllocs()
			for b.Loop() {
				if err := call(ctx); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func benchClient(tb testing.TB, httpClient *http.Client, credential stash.Credential, opts ...stash.Option) *stash.Client {
	tb.Helper()
	client, err := stash.New(credential, append([]stash.Option{stash.WithBaseURL(benchBase), stash.WithHTTPClient(httpClient)}, opts...)...)
	if err != nil {
		tb.Fatal(err)
	}
	return client
}

func checkoutRivals(tb testing.TB) rivals {
	httpClient := &http.Client{Transport: canned{200, []byte(linkAnswer)}}
	hand := &handWritten{httpClient, benchBase, fakeKey}
	with := func(credential stash.Credential, opts ...stash.Option) func(ctx context.Context) error {
		client := benchClient(tb, httpClient, credential, opts...)
		return func(ctx context.Context) error {
			_, err := client.GenerateQuickPayURL(ctx, benchRequest())
			return err
		}
	}
	return rivals{
		"hand-written": func(ctx context.Context) error { _, err := hand.generate(ctx, benchRequest()); return err },
		"guide":        func(context.Context) error { _, err := guideSample(httpClient, benchBase, fakeKey); return err },
		"sdk":          with(stash.APIKey(fakeKey)),
		"sdk-hmac":     with(stash.HMAC(fakeShop, fakeSecret)),
		"sdk-logger":   with(stash.APIKey(fakeKey), stash.WithLogger(slog.New(slog.NewJSONHandler(io.Discard, nil)))),
	}
}

func BenchmarkPost(b *testing.B) { checkoutRivals(b).run(b) }

func BenchmarkGet(b *testing.B) {
	httpClient := &http.Client{Transport: canned{200, []byte(eventAnswer)}}
	hand := &handWritten{httpClient, benchBase, fakeKey}
	client := benchClient(b, httpClient, stash.APIKey(fakeKey))
	rivals{
		"hand-written": func(ctx context.Context) error { _, err := hand.payment(ctx, "0b6f3f0e-6d0f"); return err },
		"sdk":          func(ctx context.Context) error { _, err := client.GetPaymentEvent(ctx, "0b6f3f0e-6d0f"); return err },
	}.run(b)
}

func listRivals(tb testing.TB) rivals {
	httpClient := &http.Client{Transport: canned{200, []byte(listAnswer)}}
	hand := &handWritten{httpClient, benchBase, fakeKey}
	client := benchClient(tb, httpClient, stash.HMAC(fakeShop, fakeSecret))
	return rivals{
		"hand-written": func(ctx context.Context) error { _, err := hand.products(ctx, fakeShop, 50); return err },
		"sdk": func(ctx context.Context) error {
			page, err := client.ListProducts(ctx, fakeShop, stash.ListProductsParams{Limit: stash.Ptr[int64](50)})
			if err == nil && len(page.Products) != 50 {
				return fmt.Errorf("%d products", len(page.Products))
			}
			return err
		},
	}
}

func BenchmarkList50(b *testing.B) { listRivals(b).run(b) }

func errorRivals(tb testing.TB) rivals {
	httpClient := &http.Client{Transport: canned{400, []byte(errorAnswer)}}
	hand := &handWritten{httpClient, benchBase, fakeKey}
	client := benchClient(tb, httpClient, stash.APIKey(fakeKey))
	return rivals{
		"hand-written": func(ctx context.Context) error {
			_, err := hand.generate(ctx, benchRequest())
			var e *handWrittenError
			return unless(errors.As(err, &e) && len(e.Details) == 1, err)
		},
		"sdk": func(ctx context.Context) error {
			_, err := client.GenerateQuickPayURL(ctx, benchRequest())
			var e *stash.Error
			return unless(errors.As(err, &e) && len(e.Details) == 1, err)
		},
	}
}

func BenchmarkError(b *testing.B) { errorRivals(b).run(b) }

func unless(expected bool, err error) error {
	if expected {
		return nil
	}
	return err
}

// TestAllocations counts allocations: a call allocates no more than the hand-written one, a signature adds at most four
// and a log line none. None may exceed its measured number by more than two.
func TestAllocations(t *testing.T) {
	if raceEnabled {
		t.Log("the race detector allocates; make allocations checks the figures without it")
		return
	}
	count := func(call func(context.Context) error) float64 {
		return testing.AllocsPerRun(200, func() {
			if err := call(context.Background()); err != nil {
				t.Fatal(err)
			}
		})
	}
	post, failing := checkoutRivals(t), errorRivals(t)
	hand, sdk, signed := count(post["hand-written"]), count(post["sdk"]), count(post["sdk-hmac"])
	t.Logf("allocations of a POST: hand-written %v, sdk %v, signed %v", hand, sdk, signed)
	if sdk > hand || signed > sdk+4 {
		t.Errorf("a POST allocates %v times, signed %v; hand-written %v", sdk, signed, hand)
	}
	if logged := count(post["sdk-logger"]); sdk > 24+2 || signed > 26+2 || logged > sdk+1 {
		t.Errorf("a POST allocates %v times, signed %v, logged %v; it was 24, 26 and 24", sdk, signed, logged)
	}
	if got, rival := count(failing["sdk"]), count(failing["hand-written"]); got > rival*1.3 {
		t.Errorf("an error allocates %v times; hand-written %v", got, rival)
	}
	list := count(listRivals(t)["sdk"])
	t.Logf("allocations of a list of 50: %v", list)
	if list > 530+2 { // it is more where the list's types are not read in one pass
		t.Errorf("a list of 50 allocates %v times; it was 530", list)
	}
	if guide := count(post["guide"]); sdk > guide*0.55 {
		t.Errorf("a POST allocates %v times; the guide's sample %v", sdk, guide)
	}
}
