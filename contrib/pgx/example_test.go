package pgxstash_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	pgxstash "github.com/stash-sdk/stash-go/contrib/pgx"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// newHandler makes the handler of the webhook URL.
func newHandler(ctx context.Context, pool *pgxpool.Pool, secret string) (*webhook.Handler, error) {
	store, err := pgxstash.NewEventStore(pool)
	if err != nil {
		return nil, err
	}
	if err := store.CreateTable(ctx); err != nil { // or put sqlstore.Schema into your migrations
		return nil, err
	}
	return webhook.NewHandler([]string{secret}, pgxstash.On(grantGems), webhook.WithStore(store), webhook.WithEnvironment(webhook.EnvironmentTest))
}

// grantGems writes in the transaction that also marks the event. Queries that sqlc wrote for pgx take tx too.
func grantGems(ctx context.Context, tx pgx.Tx, p *webhook.PurchaseSucceeded) error {
	_, err := tx.Exec(ctx, "UPDATE players SET gems = gems + 500 WHERE id = $1", p.UserID)
	return err
}

// The grant and the mark of its event are written in one transaction. The event is delivered twice and granted once.
func Example() {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, os.Getenv("STASH_POSTGRES"))
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.Exec(ctx, "DROP TABLE IF EXISTS players, stash_webhook_events; CREATE TABLE players (id TEXT PRIMARY KEY, gems INT NOT NULL); INSERT INTO players VALUES ('player-1001', 0)"); err != nil {
		log.Fatal(err)
	}
	const secret = "fake-webhook-secret"
	handler, err := newHandler(ctx, pool, secret)
	if err != nil {
		log.Fatal(err)
	}
	body := `{"type":"PURCHASE_SUCCEEDED","environment":"test","purchaseSucceeded":{"orderId":"order-1","userId":"player-1001"}}`
	for range 2 {
		r := httptest.NewRequest(http.MethodPost, "/stash/webhook", strings.NewReader(body))
		r.Header = webhook.Sign([]byte(body), secret)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Println(w.Code)
	}
	var gems int
	if err := pool.QueryRow(ctx, "SELECT gems FROM players").Scan(&gems); err != nil {
		log.Fatal(err)
	}
	fmt.Println(gems, "gems")
	// Output:
	// 200
	// 200
	// 500 gems
}
