// Package sqlstore stores a game server's purchases in PostgreSQL, SQLite, MySQL or MariaDB, so that they survive a restart and several
// servers can share them. A grant through [Tx] is committed together with the purchase's new state, or not at all.
//
//	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
//	purchases, err := gameserver.NewPurchases(store)
//	…
//	return purchases.Confirm(ctx, request, func(ctx context.Context) error {
//		_, err := sqlstore.Tx(ctx).ExecContext(ctx, `UPDATE players SET gems = gems + 500 WHERE id = $1`, request.PlayerID)
//		return err
//	})
//
// The functions reserve, grant and release may be called more than once: after a deadlock or a serialization failure the
// store rolls back and calls them again. What was written through Tx is undone each time.
//
// The package imports no driver; choose your own. What package [github.com/stash-sdk/stash-go/stash/webhook/sqlstore] says
// of connection pools, isolation, pgbouncer, SQLite's one writer, MySQL and the least versions of drivers is true here too.
package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/stash-sdk/stash-go/internal/sqltx"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// Dialect is a kind of database.
type Dialect = sqltx.Dialect

// The supported databases.
const (
	PostgreSQL = sqltx.PostgreSQL
	SQLite     = sqltx.SQLite
	MySQL      = sqltx.MySQL // and MariaDB
)

// Store is a gameserver.PurchaseStore in a database. It is safe for concurrent use.
type Store struct {
	database            *sqltx.Transactions
	create, read, write string
}

// New makes a Store on a database that has the table of [Schema]. CreateTable or the first purchase connects to the
// database, and returns an error if it is not what dialect says.
func New(db *sql.DB, dialect Dialect, opts ...Option) (*Store, error) {
	database, err := sqltx.New(db, dialect, sqltx.Purchases.With(Schema, SchemaMySQL))
	if err != nil {
		return nil, fmt.Errorf("sqlstore: New: %w", err)
	}
	s := &Store{database: database}
	for i, opt := range opts {
		if opt == nil {
			return nil, fmt.Errorf("sqlstore: New: option %d of %d is nil; leave it out", i+1, len(opts))
		}
		if err := opt(s); err != nil {
			return nil, fmt.Errorf("sqlstore: New: %w", err)
		}
	}
	s.create, s.read, s.write = database.Query(sqltx.Create), database.Query(sqltx.Read), database.Query(sqltx.Write)
	if dialect == MySQL {
		s.create = database.Query(sqltx.CreateMySQL)
	}
	if !dialect.OneWriter() {
		s.read += sqltx.Lock
	}
	return s, nil
}

// CreateTable runs [Schema], unless the table exists. Several servers may call it at the same time.
func (s *Store) CreateTable(ctx context.Context) error {
	if err := s.database.CreateTable(ctx); err != nil {
		return fmt.Errorf("sqlstore: CreateTable: %w", err)
	}
	return nil
}

// Tx returns the transaction that changes the purchase. It takes the context that reserve, grant and release are called
// with, and returns nil for any other context. The store commits or rolls back the transaction.
func Tx(ctx context.Context) *sql.Tx { return sqltx.From(ctx) }

// Change implements gameserver.PurchaseStore. It locks the purchase's row until its transaction ends, so a change of the
// same purchase in another process waits.
//
// change may be called more than once: after a serialization failure or a deadlock the transaction is rolled back, and
// Change calls it again in a new one, up to five times. When ctx ends, the transaction is rolled back at once, even if
// change is still running.
func (s *Store) Change(ctx context.Context, key string, change func(context.Context, *gameserver.Purchase) error) error {
	err := s.database.Run(ctx, key, func(ctx context.Context, tx *sql.Tx) (bool, error) {
		purchase, err := s.hold(ctx, tx, key)
		if err != nil {
			return false, fmt.Errorf("sqlstore: the purchase could not be read: %w%s", err, sqltx.Hint(err))
		}
		before := purchase
		if err := change(ctx, &purchase); err != nil || purchase.State == "" {
			return false, err // the rollback removes the row that was inserted to be locked
		}
		if purchase != before {
			if _, err := tx.ExecContext(ctx, s.write, string(purchase.State), purchase.PlayerID, purchase.Content, sqltx.Key(key)); err != nil {
				return false, fmt.Errorf("sqlstore: the purchase could not be written: %w%s", err, sqltx.Hint(err))
			}
		}
		return true, nil
	})
	if err == nil {
		s.database.PruneSometimes()
	}
	return err
}

// Prune deletes the confirmed and cancelled purchases that are older than the retention, and returns how many it deleted.
// It deletes in batches of 500 rows, and the database's clock decides what is old. A Store also prunes in the background
// about once an hour, after a purchase, and logs an error with slog.Default.
func (s *Store) Prune(ctx context.Context) (int64, error) { return s.database.Prune(ctx) }

// hold reads a purchase and locks its row.
func (s *Store) hold(ctx context.Context, tx *sql.Tx, key string) (gameserver.Purchase, error) {
	purchase := gameserver.Purchase{TransactionID: key}
	if _, err := tx.ExecContext(ctx, s.create, sqltx.Key(key)); err != nil {
		return purchase, err
	}
	var state string
	err := tx.QueryRowContext(ctx, s.read, sqltx.Key(key)).Scan(&state, &purchase.PlayerID, &purchase.Content)
	purchase.State = gameserver.PurchaseState(state)
	return purchase, err
}
