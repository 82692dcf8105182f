package integration

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	purchasestore "github.com/stash-sdk/stash-go/stash/gameserver/sqlstore"
	"github.com/stash-sdk/stash-go/stash/webhook"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

const (
	shopA = "11111111-2222-4333-8444-55555555aaaa"
	shopB = "11111111-2222-4333-8444-55555555bbbb"
)

// post sends a body to a handler and returns the status.
func post(h http.Handler, path, body, header, value string) (int, string) {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set(header, value)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// deliver sends a webhook as Stash would.
func deliver(h http.Handler, body string) int {
	status, _ := post(h, "/", body, "Stash-Hmac-Signature", signature.Encode(signature.NewKey([]byte(secret)).Legacy([]byte(body))))
	return status
}

// call sends a game-server call as Stash would.
func call(h http.Handler, shop, path, body string) (int, string) {
	return post(h, path, body, "X-Stash-Hmac-Signature", signature.NewKey([]byte(secret)).Header(shop, time.Now().UnixMilli(), []byte(body)))
}

// TestTwoShopsAndEnvironmentsShareTables delivers the same order id for two shops, in test and production, to one table:
// each is granted once. The same for a transaction id at the game server.
func TestTwoShopsAndEnvironmentsShareTables(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		events, purchases := storesIn(t, db.DB, db.driver)
		if err := purchases.CreateTable(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			for _, shop := range []string{shopA, shopB} {
				for _, environment := range []string{"test", "production"} {
					hook, err := webhook.NewHandler([]string{secret}, sqlstore.On(func(ctx context.Context, tx *sql.Tx, p *webhook.PurchaseSucceeded) error {
						if webhook.EventFrom(ctx) == nil {
							t.Error("the receiver has no event")
						}
						return insert(ctx, "event-"+shop+environment)
					}), webhook.WithStore(events), webhook.WithShopID(shop))
					if err != nil {
						t.Fatal(err)
					}
					body := fmt.Sprintf(`{"type":"PURCHASE_SUCCEEDED","shopId":%q,"environment":%q,"purchaseSucceeded":{"orderId":"1001"}}`, shop, environment)
					if status := deliver(hook, body); status != 200 {
						t.Errorf("the event of %s in %s was answered %d", shop, environment, status)
					}
					game := gameServer(t, shop, purchases, func(ctx context.Context, _ gameserver.ConfirmPaymentRequest) error {
						return insert(ctx, "purchase-"+shop+environment)
					})
					body = fmt.Sprintf(`{"playerId":"p","transactionId":"order-1001","currency":"USD","decimalPlaces":2,"environment":"PAYMENT_ENVIRONMENT_%s",`, strings.ToUpper(environment))
					call(game, shop, "/api/v1/purchase/register", body+`"registrations":[{"productId":"a","quantity":1,"cents":1}]}`)
					if status, text := call(game, shop, "/api/v1/purchase/confirm", body+`"tax":0,"total":1,"timeMillis":"1760000000000","items":[{"productId":"a","quantity":1,"cents":1}]}`); status != 200 {
						t.Errorf("the confirm of %s in %s was answered %d %s", shop, environment, status, text)
					}
				}
			}
		}
		if n, different := db.count(t, "SELECT COUNT(*) FROM grants"), db.count(t, "SELECT COUNT(DISTINCT order_id) FROM grants"); n != 8 || different != 8 {
			t.Errorf("%d grants of %d purchases, want 8 of 8", n, different)
		}
	})
}

// gameServer is a handler whose purchases are in a store.
func gameServer(t *testing.T, shop string, store gameserver.PurchaseStore, grant func(context.Context, gameserver.ConfirmPaymentRequest) error, opts ...gameserver.Option) http.Handler {
	t.Helper()
	p, err := gameserver.NewPurchases(store)
	if err != nil {
		t.Fatal(err)
	}
	h, err := gameserver.NewHandler(hosted{purchases: p, grant: grant}, shop, []string{secret}, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

type hosted struct {
	gameserver.UnimplementedServer
	purchases *gameserver.Purchases
	grant     func(context.Context, gameserver.ConfirmPaymentRequest) error
}

func (g hosted) RegisterPayment(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
	return g.purchases.Register(ctx, r, nil)
}

func (g hosted) ConfirmPayment(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	return g.purchases.Confirm(ctx, r, func(ctx context.Context) error { return g.grant(ctx, r) })
}

// TestWithTable keeps the same key in two tables of one database.
func TestWithTable(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		schema := map[string]string{"pgx": "public.", "mysql": "test."}[db.driver]
		if _, err := db.Exec("DROP TABLE IF EXISTS game_two_events"); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("DROP TABLE IF EXISTS game_two_purchases"); err != nil {
			t.Fatal(err)
		}
		purchases, err := purchasestore.New(db.DB, dialectOf(db.driver), purchasestore.WithTable(schema+"game_two_purchases"))
		if err != nil {
			t.Fatal(err)
		}
		if err := purchases.CreateTable(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := purchases.Change(t.Context(), "k", func(_ context.Context, p *gameserver.Purchase) error {
			p.State = gameserver.PurchaseReserved
			return nil
		}); err != nil || db.count(t, "SELECT COUNT(*) FROM game_two_purchases") != 1 {
			t.Errorf("the purchase is not in its table: %v", err)
		}
		other := db.store(t, sqlstore.WithTable(schema+"game_two_events"))
		if err := other.CreateTable(t.Context()); err != nil {
			t.Fatal(err)
		}
		runs := 0
		for range 2 {
			for _, s := range []*sqlstore.Store{db.store(t), other} {
				if err := s.Once(t.Context(), "k", func(context.Context) error { runs++; return nil }); err != nil {
					t.Fatal(err)
				}
			}
		}
		if runs != 2 {
			t.Errorf("%d runs, want one for each table", runs)
		}
		if _, err := other.Prune(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestOddKeys stores keys that a database would refuse or cut off: each is a key of its own.
func TestOddKeys(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		store, runs := db.store(t), 0
		keys := []string{"a\x00b", "a\xffb", "a\xfeb", "ä", strings.Repeat("x", 300), strings.Repeat("x", 301), "k ", "k"}
		for range 2 {
			for _, key := range keys {
				if err := store.Once(t.Context(), key, func(context.Context) error { runs++; return nil }); err != nil {
					t.Errorf("%.20q: %v", key, err)
				}
			}
		}
		if runs != len(keys) {
			t.Errorf("%d runs for %d keys", runs, len(keys))
		}
	})
}
