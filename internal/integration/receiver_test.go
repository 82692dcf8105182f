package integration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

// receiver serves a webhook URL on a loopback port, prints its address, and grants into the database, until it is killed
// or its parent exits.
func receiver(driver, dsn string) {
	db, err := sql.Open(driver, dsn)
	check(err)
	db.SetMaxOpenConns(20)
	store, err := sqlstore.New(db, dialectOf(driver))
	check(err)
	handler, err := webhook.NewHandler([]string{secret}, sqlstore.On(grant(dialectOf(driver))), webhook.WithStore(store),
		webhook.WithEnvironment(webhook.EnvironmentTest), webhook.WithLogger(slog.New(slog.DiscardHandler)))
	check(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	fmt.Println(listener.Addr())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	check(http.Serve(listener, handler))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "receiver:", err)
		os.Exit(1)
	}
}

// grant returns a receiver that sometimes fails or panics, before or after it writes.
func grant(dialect sqlstore.Dialect) func(ctx context.Context, tx *sql.Tx, p *webhook.PurchaseSucceeded) error {
	statement := dialect.Bind("INSERT INTO grants (order_id, player, quantity) VALUES (?, ?, ?)")
	return func(ctx context.Context, tx *sql.Tx, p *webhook.PurchaseSucceeded) error {
		chance := rand.IntN(100)
		if chance < 3 {
			return errors.New("failed before the grant")
		}
		_, err := tx.ExecContext(ctx, statement, p.OrderID, p.UserID, p.Items[0].Quantity)
		switch {
		case err != nil:
			return err
		case chance < 6:
			return errors.New("failed after the grant")
		case chance < 8:
			panic("after the grant")
		case chance < 9:
			time.Sleep(5 * time.Millisecond)
		}
		return nil
	}
}
