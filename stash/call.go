package stash

import (
	"context"
	"maps"
	"net/http"
	"net/url"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// shopHandleKey is the body field that names the shop in Stash's API-key guide.
const shopHandleKey = "shop_handle"

// Call posts data to an endpoint by its name, such as "checkout-links/generate". It is [Client.Do] for POST
// {base}/api/v1/sdk/{endpoint}, the general pattern of Stash's API-key guide, and escapes each segment of the name. If
// data has no shop_handle, Call adds the one from [WithShopHandle]; it does not change data itself. Numbers in the
// result are json.Number, so they keep all digits. Errors are [*Error].
//
// Prefer a typed method if there is one: Call is not sent again if its outcome is unknown.
func (c *Client) Call(ctx context.Context, endpoint string, data map[string]any, editors ...gen.RequestEditorFn) (map[string]any, error) {
	if c == nil {
		c = new(Client)
	}
	body := maps.Clone(data)
	if body == nil {
		body = make(map[string]any, 1)
	}
	if handle := body[shopHandleKey]; handle == nil || handle == "" {
		body[shopHandleKey] = c.shopHandle
		editors = append(editors[:len(editors):len(editors)], c.requireShopHandle)
	}
	path := "/api/v1/sdk/" + (&url.URL{Path: endpoint}).EscapedPath()
	var answer map[string]any
	if err := c.Do(ctx, http.MethodPost, path, body, &answer, editors...); err != nil {
		return nil, err
	}
	return answer, nil
}

// requireShopHandle is an editor that refuses a call without a shop handle.
func (c *Client) requireShopHandle(context.Context, *http.Request) error {
	if c.shopHandle == "" {
		return &wire.Problem{Field: shopHandleKey, What: "is not set; put it into data, or give it to the client with stash.WithShopHandle"}
	}
	return nil
}
