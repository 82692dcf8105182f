package stashtest_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// flows call the operations of the document as a backend would. The emulator judges every exchange.
var flows = map[string]func(t *testing.T, srv *stashtest.Server, c *stash.Client){
	"checkout": func(t *testing.T, srv *stashtest.Server, c *stash.Client) {
		link := must(c.GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
			Item:          stash.QuickPayItem{ID: "gems", Name: "Gems", PricePerItem: "4.99", Quantity: 3},
			BonusItems:    []stash.QuickPayBonusItem{{ID: "coin", Quantity: 1}},
			User:          stash.QuickPayUser{ID: "player-1", Platform: stash.UserPlatformIOS},
			TransactionID: "t-1",
		}))
		unpaid := must(c.GetPaymentEvent(t.Context(), link.ID))
		same(t, "status before paying", unpaid.Status, stash.PaymentStatusUnspecified)
		if err := srv.Pay(link.ID); err != nil {
			t.Fatal(err)
		}
		paid := must(c.GetPaymentEvent(t.Context(), link.ID))
		same(t, "status", paid.Status, stash.PaymentStatusSucceeded)
		same(t, "total", paid.Total, "14.97")
		same(t, "bonus items", len(paid.BonusItems), 1)
		if paid.TimeMillis == 0 {
			t.Error("a paid event has no time")
		}
	},
	"webshop": func(t *testing.T, _ *stashtest.Server, c *stash.Client) {
		link := must(c.GenerateAuthenticatedURL(t.Context(), stash.GenerateAuthenticatedURLRequest{
			User: stash.WebshopUser{ID: "player-1"}, Target: stash.WebshopTargetLoyalty,
		}))
		if link.URL == "" {
			t.Error("no URL")
		}
	},
	"checkout as in the guide": func(t *testing.T, srv *stashtest.Server, c *stash.Client) {
		link := must(c.GenerateCheckoutLink(t.Context(), stash.GenerateCheckoutLinkRequest{
			ShopHandle: srv.ShopHandle, Currency: "USD", ExternalUser: stash.GenerateCheckoutLinkUser{ID: "player-1"},
			Items: []stash.GenerateCheckoutLinkItem{{ID: "gems", Name: "Gems", PricePerItem: "4.99", Quantity: 2}},
		}))
		same(t, "total", must(c.GetPaymentEvent(t.Context(), link.ID)).Total, "9.98")
	},
	"endpoint by name": func(t *testing.T, srv *stashtest.Server, c *stash.Client) {
		answer := must(c.Call(t.Context(), "checkout-links/generate", map[string]any{
			"currency": "USD", "external_user": map[string]any{"id": "player-1"},
			"items": []map[string]any{{"id": "gems", "name": "Gems", "price_per_item": "4.99", "quantity": 2}},
		}))
		same(t, "total", must(c.GetPaymentEvent(t.Context(), answer["id"].(string))).Total, "9.98")
		srv.HandleEndpoint("studio/ping", func(data map[string]any) (map[string]any, error) {
			return map[string]any{"pong": data["ping"]}, nil
		})
		same[any](t, "pong", must(c.Call(t.Context(), "studio/ping", map[string]any{"ping": "x"}))["pong"], "x")
	},
	"catalog":         flowCatalog,
	"prices":          flowPrices,
	"loyalty":         flowLoyalty,
	"preferences":     flowPreferences,
	"login":           flowLogin,
	"launcher":        flowLauncher,
	"player checkout": flowPlayerCheckout,
	"older checkout":  flowOlder,
	"subscription":    flowSubscription,
}

// TestContract calls every operation of the document through the SDK: in a flow, or else with its examples.
func TestContract(t *testing.T) {
	called := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(flows)) {
		t.Run(name, func(t *testing.T) {
			srv := stashtest.New(t)
			flows[name](t, srv, srv.Client(stash.WithRetries(0)))
			for _, r := range srv.Requests() {
				if len(r.Violations) > 0 {
					t.Errorf("%s: the SDK broke the document: %v", r.Operation, r.Violations)
				}
				if r.Status == 200 {
					called[r.Operation] = true
				}
			}
		})
	}
	document, err := contract.Load(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range uncalled(document.Operations(), called) {
		op, scheme := document.Operation(id), ""
		if schemes := op.Schemes(); len(schemes) > 0 {
			scheme = schemes[0].ID
		}
		if err := callByExamples(t, op, scheme); err != nil {
			t.Errorf("no flow calls %s, and with its examples it fails: mend the examples, or add a flow to contract_test.go: %v", id, err)
		}
	}
}

func uncalled(operations []*contract.Operation, called map[string]bool) (missing []string) {
	for _, op := range operations {
		if !called[op.ID] {
			missing = append(missing, op.ID)
		}
	}
	return missing
}

// TestContractCanFail shows that an operation which the document gains is missed.
func TestContractCanFail(t *testing.T) {
	operations := []*contract.Operation{{ID: "GetPaymentEvent"}, {ID: "NewlyAdded"}}
	if got := uncalled(operations, map[string]bool{"GetPaymentEvent": true}); !slices.Equal(got, []string{"NewlyAdded"}) {
		t.Errorf("uncalled operations are %v", got)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		var e *stash.Error
		if errors.As(err, &e) {
			panic(fmt.Sprintf("%v\n%s", err, e.Body))
		}
		panic(err)
	}
	return value
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func contains(err error, text string) bool { return err != nil && strings.Contains(err.Error(), text) }
