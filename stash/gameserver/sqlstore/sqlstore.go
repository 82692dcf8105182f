// Package sqlstore stores a game server's purchases in PostgreSQL or SQLite, so that they survive a restart and several
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
// The package imports no driver; choose your own. With PostgreSQL each change of a purchase holds one connection of the
// pool. With SQLite a process changes one purchase at a time, and waits while another store on the same sql.DB writes. Open
// a SQLite database with a busy timeout, such as _pragma=busy_timeout(5000), so that it waits for writers in other
// processes.
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

// The supported databases.
const (
	PostgreSQL = sqltx.PostgreSQL
	SQLite     = sqltx.SQLite
)

// Schema creates the store's table, with the same statement for PostgreSQL and SQLite. It does nothing if the table exists.
// changed_at is in milliseconds since 1970 UTC. You may delete old rows that are not reserved; their transactions are then
// unknown.
const Schema = `CREATE TABLE IF NOT EXISTS stash_purchases (
	transaction_id VARCHAR(255) NOT NULL PRIMARY KEY,
	state          VARCHAR(16)  NOT NULL,
	player_id      TEXT         NOT NULL,
	content        VARCHAR(64)  NOT NULL,
	changed_at     BIGINT       NOT NULL
);
`

// create inserts a row, because only an existing row can be locked. In SQLite the write itself keeps out other writers; in
// PostgreSQL the lock clause does.
const (
	create = `INSERT INTO stash_purchases (transaction_id, state, player_id, content, changed_at) VALUES (?, '', '', '', ?) ON CONFLICT (transaction_id) DO NOTHING`
	read   = `SELECT state, player_id, content FROM stash_purchases WHERE transaction_id = ?`
	lock   = ` FOR UPDATE`
	write  = `UPDATE stash_purchases SET state = ?, player_id = ?, content = ?, changed_at = ? WHERE transaction_id = ?`
)

// Store is a gameserver.PurchaseStore in a database. It is safe for concurrent use.
type Store struct {
	database *sqltx.Transactions
	read     string
}

// New makes a Store on a database that has the table of [Schema].
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

// CreateTable runs [Schema], which does nothing if the table exists. Several servers may call it at the same time.
func (s *Store) CreateTable(ctx context.Context) error {
	if err := s.database.CreateTable(ctx, Schema); err != nil {
		return fmt.Errorf("sqlstore: CreateTable: %w", err)
	}
	return nil
}

// Tx returns the transaction that changes the purchase. It takes the context that reserve, grant and release are called
// with, and returns nil for any other context. The store commits or rolls back the transaction.
func Tx(ctx context.Context) *sql.Tx { return sqltx.From(ctx) }

// Change implements gameserver.PurchaseStore. It locks the purchase's row until its transaction ends, so a change of the
// same purchase in another process waits.
func (s *Store) Change(ctx context.Context, transactionID string, change func(context.Context, *gameserver.Purchase) error) error {
	return s.database.Run(ctx, transactionID, func(ctx context.Context, tx *sql.Tx) (bool, error) {
		purchase, err := s.hold(ctx, tx, transactionID)
		if err != nil {
			return false, fmt.Errorf("sqlstore: the purchase could not be read: %w%s", err, sqltx.Hint(err))
		}
		before := purchase
		if err := change(ctx, &purchase); err != nil || purchase.State == "" {
			return false, err // the rollback removes the row that was inserted to be locked
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
