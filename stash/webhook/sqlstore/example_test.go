package sqlstore_test

import (
	"context"
	"database/sql"
	"log"
	"net/http"
	"os"

	"github.com/stash-sdk/stash-go/stash/webhook"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

// The grant and the mark of its event are written in one transaction. The program must also import a driver, such as
// github.com/jackc/pgx/v5/stdlib.
func ExampleOn() {
	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
	if err != nil {
		log.Fatal(err)
	}
	if err := store.CreateTable(context.Background()); err != nil {
		log.Fatal(err)
	}
	grant := func(ctx context.Context, tx *sql.Tx, p *webhook.PurchaseSucceeded) error {
		for _, item := range p.Items {
			if _, err := tx.ExecContext(ctx, "INSERT INTO inventory (player, item, quantity, order_id) VALUES ($1, $2, $3, $4)",
				p.UserID, item.ID, item.Quantity, p.OrderID); err != nil {
				return err
			}
		}
		return nil
	}
	handler, err := webhook.NewHandler([]string{os.Getenv("STASH_WEBHOOK_SECRET")}, sqlstore.On(grant),
		webhook.WithStore(store), webhook.WithEnvironment(webhook.EnvironmentProduction))
	if err != nil {
		log.Fatal(err)
	}
	http.Handle("/stash/webhook", handler)
}
