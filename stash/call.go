package stash

import (
	"context"
	"maps"
	"net/http"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// shopHandleKey is what the API-key guide calls the shop in a body.
const shopHandleKey = "shop_handle"

// Call posts data to an endpoint by its name, such as "checkout-links/generate": the general pattern of Stash's
// API-key guide, {base}/api/v1/sdk/{endpoint}. Each segment of the name is escaped on its own. The shop_handle in
// data is used if there is one, else the one of WithShopHandle; data itself is not changed. Numbers in the answer
// are json.Number, so that none loses digits.
//
// Prefer a typed method where there is one: Call is never sent again when its outcome is unknown.
func (c *Client) Call(ctx context.Context, endpoint string, data map[string]any, editors ...gen.RequestEditorFn) (map[string]any, error) {
	body := maps.Clone(data)
	if body == nil {
		body = make(map[string]any, 1)
	}
	if handle := body[shopHandleKey]; handle == nil || handle == "" {
		body[shopHandleKey] = c.shopHandle
		editors = append(editors[:len(editors):len(editors)], c.requireShopHandle)
	}
	answer, err := c.calls.CallEndpoint(ctx, endpoint, body, editors...)
	if err != nil {
		return nil, err
	}
	return *answer, nil
}

// requireShopHandle refuses a call that names no shop.
func (c *Client) requireShopHandle(context.Context, *http.Request) error {
	if c.shopHandle == "" {
		return &wire.Problem{Field: shopHandleKey, What: "is not set; put it into data, or give it to the client with stash.WithShopHandle"}
	}
	return nil
}
