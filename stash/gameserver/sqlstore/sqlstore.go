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
// The database's driver is the program's own choice; this package imports none.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/maphash"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// Dialect is a kind of database.
type Dialect uint8

// The databases that the store knows. The zero Dialect is none, so that forgetting it is noticed.
const (
	PostgreSQL Dialect = iota + 1
	SQLite
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

// waiting is how many groups of transaction ids wait for their turn apart from each other.
const waiting = 64

// Store is a gameserver.PurchaseStore in a database.
type Store struct {
	db      *sql.DB
	queries queries
	seed    maphash.Seed
	turns   [waiting]chan struct{} // calls wait here, without a connection each
	groups  uint64
}

// New makes a Store in a database that has the table of [Schema].
func New(db *sql.DB, dialect Dialect) (*Store, error) {
	if db == nil {
		return nil, errors.New("sqlstore: New: the database is nil")
	}
	s := &Store{db: db, seed: maphash.MakeSeed(), groups: waiting}
	switch dialect {
	case PostgreSQL:
		s.queries = postgres
	case SQLite:
		s.queries = sqlite
		s.groups = 1 // it bears one writer alone
	default:
		return nil, fmt.Errorf("sqlstore: New: the dialect is %d; it must be PostgreSQL or SQLite", dialect)
	}
	for i := range s.turns {
		s.turns[i] = make(chan struct{}, 1)
	}
	return s, nil
}

// CreateTable runs [Schema], which changes nothing when the table is there.
func (s *Store) CreateTable(ctx context.Context) error {
	if _, err := s.db.ExecContext(ctx, Schema); err != nil {
		return fmt.Errorf("sqlstore: CreateTable: %w", err)
	}
	return nil
}

type txInContext struct{}

// Tx returns the transaction in which a purchase changes, from the context that reserve, grant and release are called
// with; nil in any other context. The store ends it.
func Tx(ctx context.Context) *sql.Tx {
	tx, _ := ctx.Value(txInContext{}).(*sql.Tx)
	return tx
}

// Change implements gameserver.PurchaseStore. It holds the purchase's row until its transaction ends, so a change of
// the same purchase in another process waits.
func (s *Store) Change(ctx context.Context, transactionID string, change func(context.Context, *gameserver.Purchase) error) error {
	turn := s.turns[maphash.String(s.seed, transactionID)%s.groups]
	select {
	case turn <- struct{}{}:
		defer func() { <-turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("sqlstore: the transaction could not begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	purchase, err := s.hold(ctx, tx, transactionID)
	if err != nil {
		return fmt.Errorf("sqlstore: the purchase could not be read (is the table of sqlstore.Schema there?): %w", err)
	}
	before := purchase
	if err := change(context.WithValue(ctx, txInContext{}, tx), &purchase); err != nil {
		return err
	}
	if purchase.State == "" {
		return nil
	}
	if purchase != before {
		if _, err := tx.ExecContext(ctx, s.queries.write, string(purchase.State), purchase.PlayerID, purchase.Content, time.Now().UnixMilli(), transactionID); err != nil {
			return fmt.Errorf("sqlstore: the purchase could not be written: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("sqlstore: the purchase could not be committed: %w", err)
	}
	return nil
}

// hold reads a purchase and locks its row, which it makes if there is none: a row that is not there cannot be locked.
func (s *Store) hold(ctx context.Context, tx *sql.Tx, transactionID string) (gameserver.Purchase, error) {
	purchase := gameserver.Purchase{TransactionID: transactionID}
	if _, err := tx.ExecContext(ctx, s.queries.make, transactionID, time.Now().UnixMilli()); err != nil {
		return purchase, err
	}
	var state string
	err := tx.QueryRowContext(ctx, s.queries.read, transactionID).Scan(&state, &purchase.PlayerID, &purchase.Content)
	purchase.State = gameserver.PurchaseState(state)
	return purchase, err
}
