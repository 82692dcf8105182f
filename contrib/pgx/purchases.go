package pgxstash

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/stash-sdk/stash-go/internal/sqltx"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/gameserver/sqlstore"
)

// PurchaseStore is a gameserver.PurchaseStore in PostgreSQL. It is safe for concurrent use.
type PurchaseStore struct {
	database            *transactions
	create, read, write string
}

// NewPurchaseStore makes a PurchaseStore on a database that has the table of [sqlstore.Schema].
func NewPurchaseStore(pool *pgxpool.Pool, opts ...Option) (*PurchaseStore, error) {
	database, err := newTransactions(pool, sqltx.Purchases.With(sqlstore.Schema, ""), opts)
	if err != nil {
		return nil, fmt.Errorf("pgxstash: NewPurchaseStore: %w", err)
	}
	return &PurchaseStore{database, database.Query(sqltx.Create), database.Query(sqltx.Read + sqltx.Lock), database.Query(sqltx.Write)}, nil
}

// CreateTable runs [sqlstore.Schema], unless the table exists. Several servers may call it at the same time.
func (s *PurchaseStore) CreateTable(ctx context.Context) error { return s.database.createTable(ctx) }

// Change implements gameserver.PurchaseStore, as [sqlstore.Store.Change] does.
func (s *PurchaseStore) Change(ctx context.Context, key string, change func(context.Context, *gameserver.Purchase) error) error {
	err := s.database.run(ctx, key, func(ctx context.Context, tx pgx.Tx) (bool, error) {
		purchase, err := s.hold(ctx, tx, key)
		if err != nil {
			return false, fmt.Errorf("pgxstash: the purchase could not be read: %w%s", err, sqltx.Hint(err))
		}
		before := purchase
		if err := change(ctx, &purchase); err != nil || purchase.State == "" {
			return false, err // the rollback removes the row that was inserted to be locked
		}
		if purchase != before {
			if _, err := tx.Exec(ctx, s.write, string(purchase.State), purchase.PlayerID, purchase.Content, sqltx.Key(key)); err != nil {
				return false, fmt.Errorf("pgxstash: the purchase could not be written: %w%s", err, sqltx.Hint(err))
			}
		}
		return true, nil
	})
	if err == nil {
		s.database.pruned.Run(s.database.TableName(), s.Prune)
	}
	return err
}

// Prune deletes the confirmed and cancelled purchases that are older than the retention, and returns how many it deleted.
// It deletes in batches of 500 rows, and the database's clock decides what is old. A store also prunes in the background
// about once an hour, after a purchase, and logs an error with slog.Default.
func (s *PurchaseStore) Prune(ctx context.Context) (int64, error) { return s.database.prune(ctx) }

// hold reads a purchase and locks its row.
func (s *PurchaseStore) hold(ctx context.Context, tx pgx.Tx, key string) (gameserver.Purchase, error) {
	purchase := gameserver.Purchase{TransactionID: key}
	if _, err := tx.Exec(ctx, s.create, sqltx.Key(key)); err != nil {
		return purchase, err
	}
	var state string
	err := tx.QueryRow(ctx, s.read, sqltx.Key(key)).Scan(&state, &purchase.PlayerID, &purchase.Content)
	purchase.State = gameserver.PurchaseState(state)
	return purchase, err
}
