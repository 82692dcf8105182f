package stash_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/stash-sdk/stash-go/internal/tools/rivals/oapi"
	"github.com/stash-sdk/stash-go/stash"
)

// contender is one of the clients that the table of features compares.
type contender struct {
	name string
	// checkout creates a checkout link and returns its id. The guide's sample has a fixed player and transaction id, so
	// it leaves the arguments out.
	checkout func(ctx context.Context, base, player, transactionID string) (string, error)
	// payment reads a payment event, and returns it, so that its fields can be inspected; nil if the contender
	// cannot do that.
	payment func(ctx context.Context, base, id string) (map[string]any, error)
	// products lists a catalog and returns how many products it has; nil if it cannot do that.
	products func(ctx context.Context, base string) (int, error)
	// printed formats its client as a log line would; nil if it has no client.
	printed func() string
	// source is the folder of its code, which is searched for declarations; empty if it is one function.
	source string
}

// contenders use these connections. Each contender is used as its own documentation says, without additions.
func contenders(t *testing.T, client *http.Client) []contender {
	return []contender{ours(t, client), generated(t, client), guide(client)}
}

func ours(t *testing.T, client *http.Client) contender {
	at := func(base string) (*stash.Client, error) {
		return stash.New(stash.APIKey(fakeKey), stash.WithBaseURL(base), stash.WithHTTPClient(client))
	}
	return contender{
		name: "this SDK",
		checkout: func(ctx context.Context, base, player, transactionID string) (string, error) {
			c, err := at(base)
			if err != nil {
				return "", err
			}
			body := checkout()
			body.User.ID, body.TransactionID = player, transactionID
			link, err := c.GenerateQuickPayURL(ctx, body)
			if err != nil {
				return "", err
			}
			return link.ID, nil
		},
		payment: func(ctx context.Context, base, id string) (map[string]any, error) {
			c, err := at(base)
			if err != nil {
				return nil, err
			}
			event, err := c.GetPaymentEvent(ctx, id)
			if err != nil {
				return nil, err
			}
			return map[string]any{"status": string(event.Status), "timeMillis": int64(event.TimeMillis), "tax": event.Tax}, nil
		},
		products: func(ctx context.Context, base string) (n int, err error) {
			c, err := at(base)
			if err != nil {
				return 0, err
			}
			for _, err := range c.With(stash.HMAC(fakeShop, fakeSecret)).AllProducts(ctx, fakeShop, stash.ListProductsParams{}) {
				if err != nil {
					return n, err
				}
				n++
			}
			return n, nil
		},
		printed: func() string {
			c, err := at("http://127.0.0.1:1")
			return fmt.Sprintf("%+v %#v %v", c, c, err)
		},
		source: ".",
	}
}

// generated is oapi-codegen's own client. It does not report a response without its value as
// an error; this function returns what it reports.
func generated(t *testing.T, client *http.Client) contender {
	at := func(base string) *oapi.ClientWithResponses {
		c, err := oapi.NewClientWithResponses(base, oapi.WithHTTPClient(client), oapi.WithRequestEditorFn(func(_ context.Context, req *http.Request) error {
			req.Header.Set("X-Stash-Api-Key", fakeKey)
			return nil
		}))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	return contender{
		name: "plain oapi-codegen",
		checkout: func(ctx context.Context, base, player, transactionID string) (string, error) {
			body := oapi.GenerateQuickPayUrlRequest{
				Item: &oapi.QuickPayItem{Id: "gems", Name: "Gems", PricePerItem: "4.99", Quantity: 1},
				User: &oapi.QuickPayUser{Id: player},
			}
			if transactionID != "" {
				body.TransactionId = &transactionID
			}
			result, err := at(base).GenerateQuickPayUrlWithResponse(ctx, body)
			if err != nil || result.JSON200 == nil || result.JSON200.Id == "" {
				return "", err
			}
			return result.JSON200.Id, nil
		},
		payment: func(ctx context.Context, base, id string) (map[string]any, error) {
			result, err := at(base).GetPaymentEventWithResponse(ctx, id)
			if err != nil || result.JSON200 == nil {
				return nil, err
			}
			event, fields := result.JSON200, map[string]any{}
			if event.Status != nil {
				fields["status"] = string(*event.Status)
			}
			if event.TimeMillis != nil {
				fields["timeMillis"] = *event.TimeMillis
			}
			if event.Tax != nil {
				fields["tax"] = *event.Tax
			}
			return fields, nil
		},
		products: func(ctx context.Context, base string) (int, error) {
			result, err := at(base).ListProductsWithResponse(ctx, fakeShop, nil)
			if err != nil || result.JSON200 == nil || result.JSON200.Products == nil {
				return 0, err
			}
			return len(*result.JSON200.Products), nil
		},
		printed: func() string { c := at("http://127.0.0.1:1"); return fmt.Sprintf("%+v %#v", c, c) },
		source:  "../internal/tools/rivals/oapi",
	}
}

func guide(client *http.Client) contender {
	return contender{
		name: "the guide's net/http",
		checkout: func(_ context.Context, base, _, _ string) (string, error) {
			result, err := guideSample(client, base, fakeKey)
			if err != nil {
				return "", err
			}
			id, _ := result["id"].(string)
			return id, nil
		},
	}
}

// careless sends each call twice and treats every response as a success.
func careless(client *http.Client) contender {
	sloppy := guide(client)
	return contender{
		name: "careless",
		checkout: func(ctx context.Context, base, player, transactionID string) (string, error) {
			_, _ = sloppy.checkout(ctx, base, player, transactionID)
			_, _ = sloppy.checkout(ctx, base, player, transactionID)
			return "", nil
		},
		payment: func(context.Context, string, string) (map[string]any, error) { return nil, nil },
		printed: func() string { return fmt.Sprintf("%+v", struct{ key string }{fakeKey}) },
	}
}

// guarded turns a panic of a contender into an error that says so.
func guarded(call func() (string, error)) (id string, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
		}
	}()
	return call()
}
