package stash_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
)

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

var linkBody = []byte(`{"url":"https://checkout.stash.gg/pay/0b6f3f0e-6d0f-4a6b-9f0f-3f3a1c2d4e5f","id":"0b6f3f0e-6d0f-4a6b-9f0f-3f3a1c2d4e5f","regionCode":"US"}`)
var errorBody = []byte(`{"code":3,"message":"user.id: must not hold a colon","details":[{"@type":"type.googleapis.com/google.rpc.BadRequest","fieldViolations":[{"field":"user.id","description":"must not hold a colon"}]}]}`)

func benchRequest() stash.GenerateQuickPayURLRequest {
	return stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 1, ImageURL: "https://cdn.example.com/gems.png"},
		User:          stash.QuickPayUser{ID: "player-1001", ValidatedEmail: "player@example.com", RegionCode: "US"},
		TransactionID: "order-000123", RegionCode: "US", Currency: "USD",
	}
}

func BenchmarkCheckout(b *testing.B) {
	ctx := context.Background()
	httpClient := &http.Client{Transport: canned{200, linkBody}}
	sdk := func(b *testing.B, credential stash.Credential, opts ...stash.Option) {
		client, err := stash.New(credential, append([]stash.Option{stash.WithBaseURL("https://stash.example.com"), stash.WithHTTPClient(httpClient)}, opts...)...)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := client.GenerateQuickPayURL(ctx, benchRequest()); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("hand-written", func(b *testing.B) {
		h := &handWritten{httpClient, "https://stash.example.com", fakeKey}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := h.generate(ctx, benchRequest()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("guide", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := guideSample(httpClient, "https://stash.example.com", fakeKey); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sdk-apikey", func(b *testing.B) { sdk(b, stash.APIKey(fakeKey)) })
	b.Run("sdk-hmac", func(b *testing.B) { sdk(b, stash.HMAC(fakeShop, fakeSecret)) })
	b.Run("sdk-logger", func(b *testing.B) {
		sdk(b, stash.APIKey(fakeKey), stash.WithLogger(slog.New(slog.NewJSONHandler(io.Discard, nil))))
	})
}

func BenchmarkError(b *testing.B) {
	ctx := context.Background()
	httpClient := &http.Client{Transport: canned{400, errorBody}}
	b.Run("hand-written", func(b *testing.B) {
		h := &handWritten{httpClient, "https://stash.example.com", fakeKey}
		b.ReportAllocs()
		for b.Loop() {
			var e *handWrittenError
			if _, err := h.generate(ctx, benchRequest()); !errors.As(err, &e) {
				b.Fatal(err)
			}
		}
	})
	b.Run("sdk", func(b *testing.B) {
		client, err := stash.New(stash.APIKey(fakeKey), stash.WithBaseURL("https://stash.example.com"), stash.WithHTTPClient(httpClient))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			var e *stash.Error
			if _, err := client.GenerateQuickPayURL(ctx, benchRequest()); !errors.As(err, &e) {
				b.Fatal(err)
			}
		}
	})
}

// handWritten is what a careful programmer writes with net/http for one endpoint: typed, context, status and
// error body checked, response bounded and closed.
type handWritten struct {
	client *http.Client
	base   string
	key    string
}

type handWrittenError struct {
	Status  int
	Code    int               `json:"code"`
	Message string            `json:"message"`
	Details []json.RawMessage `json:"details"`
}

func (e *handWrittenError) Error() string {
	return fmt.Sprintf("stash: HTTP %d: %s", e.Status, e.Message)
}

func (h *handWritten) generate(ctx context.Context, body stash.GenerateQuickPayURLRequest) (*stash.GenerateQuickPayURLResponse, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.base+"/sdk/server/checkout_links/generate_quick_pay_url", bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("X-Stash-Api-Key", h.key)
	resp, err := h.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 8<<20))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode/100 != 2 {
		e := &handWrittenError{Status: resp.StatusCode}
		_ = json.Unmarshal(answer, e)
		return nil, e
	}
	var link stash.GenerateQuickPayURLResponse
	if err := json.Unmarshal(answer, &link); err != nil {
		return nil, err
	}
	return &link, nil
}

// guideSample is the shape of the sample in Stash's API-key guide: maps in, maps out.
func guideSample(client *http.Client, base, key string) (map[string]any, error) {
	payload := map[string]any{
		"shop_handle":   "sample-shop",
		"item":          map[string]any{"id": "gem-pack-500", "name": "500 gems", "pricePerItem": "4.99", "quantity": 1, "imageUrl": "https://cdn.example.com/gems.png"},
		"user":          map[string]any{"id": "player-1001", "validatedEmail": "player@example.com", "regionCode": "US"},
		"transactionId": "order-000123", "regionCode": "US", "currency": "USD",
	}
	data, err := json.Marshal(payload)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest("POST", base+"/api/v1/sdk/checkout-links/generate", bytes.NewBuffer(data))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Stash-Api-Key", key)
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var result map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&result); err != nil {
		return nil, err
	}
	return result, nil
}
