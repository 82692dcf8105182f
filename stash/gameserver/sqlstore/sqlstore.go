// Package sqlstore keeps a game server's purchases in PostgreSQL or SQLite, so that they outlive the program and can be
// shared by several servers. What is granted through [Tx] is committed together with the purchase's new state, or not
// at all.
//
//	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
//	purchases, err := gameserver.NewPurchases(store)
//	…
//	return purchases.Confirm(ctx, request, func(ctx context.Context) error {
//		_, err := sqlstore.Tx(ctx).ExecContext(ctx, `UPDATE players SET gems = gems + 500 WHERE id = $1`, request.PlayerID)
//		return err
//	})
//
// The database's driver is the program's own choice; this package imports none. With PostgreSQL each purchase that is
// being changed holds a connection of the pool. With SQLite one purchase at a time is changed in a process, and none
// while a store of webhook events on the same sql.DB writes; open the database with a busy timeout, such as
// _pragma=busy_timeout(5000), so that writers elsewhere are waited for.
package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/stash-sdk/stash-go/internal/sqltx"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// Dialect is a kind of database.
type Dialect = sqltx.Dialect

// The databases that the store is tested with.
const (
	PostgreSQL = sqltx.PostgreSQL
	SQLite     = sqltx.SQLite
)

// Schema makes the store's table, in PostgreSQL and SQLite alike. It can be run again. changed_at is in milliseconds
// since 1970 UTC; rows that are neither reserved nor young may be deleted, and their transactions are unknown then.
const Schema = `CREATE TABLE IF NOT EXISTS stash_purchases (
	transaction_id VARCHAR(255) NOT NULL PRIMARY KEY,
	state          VARCHAR(16)  NOT NULL,
	player_id      TEXT         NOT NULL,
	content        VARCHAR(64)  NOT NULL,
	changed_at     BIGINT       NOT NULL
);
`

// create makes a row to lock, because a row that is not there cannot be locked. SQLite, which has one writer at a time,
// locks it by that; PostgreSQL by lock.
const (
	create = `INSERT INTO stash_purchases (transaction_id, state, player_id, content, changed_at) VALUES (?, '', '', '', ?) ON CONFLICT (transaction_id) DO NOTHING`
	read   = `SELECT state, player_id, content FROM stash_purchases WHERE transaction_id = ?`
	lock   = ` FOR UPDATE`
	write  = `UPDATE stash_purchases SET state = ?, player_id = ?, content = ?, changed_at = ? WHERE transaction_id = ?`
)

// Store is a gameserver.PurchaseStore in a database.
type Store struct {
	database *sqltx.Transactions
	read     string
}

// New makes a Store in a database that has the table of [Schema].
func New(db *sql.DB, dialect Dialect) (*Store, error) {
	database, err := sqltx.New(db, dialect)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: New: %w", err)
	}
	s := &Store{database: database, read: read}
	if !dialect.OneWriter() {
		s.read += lock
	}
	s.read = dialect.Bind(s.read)
	return s, nil
}

// CreateTable runs [Schema], which changes nothing when the table is there. Several servers may do so at once.
func (s *Store) CreateTable(ctx context.Context) error {
	if err := s.database.CreateTable(ctx, Schema); err != nil {
		return fmt.Errorf("sqlstore: CreateTable: %w", err)
	}
	return nil
}

// Tx returns the transaction in which a purchase changes, from the context that reserve, grant and release are called
// with; nil in any other context. The store ends it.
func Tx(ctx context.Context) *sql.Tx { return sqltx.From(ctx) }

// Change implements gameserver.PurchaseStore. It holds the purchase's row until its transaction ends, so a change of
// the same purchase in another process waits.
func (s *Store) Change(ctx context.Context, transactionID string, change func(context.Context, *gameserver.Purchase) error) error {
	return s.database.Run(ctx, transactionID, func(ctx context.Context, tx *sql.Tx) (bool, error) {
		purchase, err := s.hold(ctx, tx, transactionID)
		if err != nil {
			return false, fmt.Errorf("sqlstore: the purchase could not be read: %w%s", err, sqltx.Hint(err))
		}
		before := purchase
		if err := change(ctx, &purchase); err != nil || purchase.State == "" {
			return false, err // the row that was made to be locked goes with the transaction
		}
		if purchase != before {
			if _, err := s.database.Exec(ctx, tx, write, string(purchase.State), purchase.PlayerID, purchase.Content, time.Now().UnixMilli(), transactionID); err != nil {
				return false, fmt.Errorf("sqlstore: the purchase could not be written: %w%s", err, sqltx.Hint(err))
			}
		}
		return true, nil
	})
}

// hold reads a purchase and locks its row.
func (s *Store) hold(ctx context.Context, tx *sql.Tx, transactionID string) (gameserver.Purchase, error) {
	purchase := gameserver.Purchase{TransactionID: transactionID}
	if _, err := s.database.Exec(ctx, tx, create, transactionID, time.Now().UnixMilli()); err != nil {
		return purchase, err
	}
	var state string
	err := tx.QueryRowContext(ctx, s.read, transactionID).Scan(&state, &purchase.PlayerID, &purchase.Content)
	purchase.State = gameserver.PurchaseState(state)
	return purchase, err
}
