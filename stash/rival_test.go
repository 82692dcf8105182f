package stash_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/stash-sdk/stash-go/stash"
)

// handWritten is what a careful programmer writes with net/http for a few endpoints: typed, context, status and
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
	var link stash.GenerateQuickPayURLResponse
	if err := h.do(ctx, http.MethodPost, "/sdk/server/checkout_links/generate_quick_pay_url", body, &link); err != nil {
		return nil, err
	}
	return &link, nil
}

func (h *handWritten) payment(ctx context.Context, id string) (*stash.PaymentEvent, error) {
	var event stash.PaymentEvent
	if err := h.do(ctx, http.MethodGet, "/sdk/server/payment/"+url.PathEscape(id), nil, &event); err != nil {
		return nil, err
	}
	return &event, nil
}

func (h *handWritten) products(ctx context.Context, shopID string, limit int) (*stash.ListProductsResponse, error) {
	var page stash.ListProductsResponse
	if err := h.do(ctx, http.MethodGet, "/sdk/studio/"+url.PathEscape(shopID)+"/products?limit="+strconv.Itoa(limit), nil, &page); err != nil {
		return nil, err
	}
	return &page, nil
}

func (h *handWritten) do(ctx context.Context, method, path string, body, result any) error {
	var reader io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return err
		}
		reader = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, h.base+path, reader)
	if err != nil {
		return err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("X-Stash-Api-Key", h.key)
	resp, err := h.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 8<<20))
	if err != nil {
		return err
	}
	if resp.StatusCode/100 != 2 {
		e := &handWrittenError{Status: resp.StatusCode}
		_ = json.Unmarshal(answer, e)
		return e
	}
	return json.Unmarshal(answer, result)
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
