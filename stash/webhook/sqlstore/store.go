package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/stash-sdk/stash-go/internal/sqltx"
)

// Dialect is a kind of database.
type Dialect = sqltx.Dialect

// The supported databases.
const (
	PostgreSQL = sqltx.PostgreSQL
	SQLite     = sqltx.SQLite
)

// Store is a webhook.Store that keeps its marks in a database. It is safe for concurrent use.
type Store struct {
	database  *sqltx.Transactions
	now       func() time.Time
	retention time.Duration
	pruned    atomic.Int64 // time of the last Prune, in milliseconds since 1970 UTC
}

// Option sets up a Store.
type Option func(*Store) error

// DefaultRetention is how long marks are kept without WithRetention: 90 days. Stash repeats an event for about a day. But
// the plain signature carries no time, so a delivery that somebody recorded stays valid for ever. It takes effect again
// once its mark is deleted.
const DefaultRetention = 90 * 24 * time.Hour

// WithRetention sets how long marks are kept. The minimum is 48 hours.
func WithRetention(d time.Duration) Option {
	return func(s *Store) error {
		if d < 48*time.Hour {
			return fmt.Errorf("WithRetention: it is %v; Stash repeats events for about a day, so it must be at least 48h", d)
		}
		s.retention = d
		return nil
	}
}

// WithClock replaces the clock that dates the marks.
func WithClock(now func() time.Time) Option {
	return func(s *Store) error {
		if now == nil {
			return errors.New("WithClock: the clock is nil")
		}
		s.now = now
		return nil
	}
}

// New makes a Store on a database that has the table of Schema.
func New(db *sql.DB, dialect Dialect, opts ...Option) (*Store, error) {
	database, err := sqltx.New(db, dialect)
	if err != nil {
		return nil, fmt.Errorf("sqlstore: New: %w", err)
	}
	s := &Store{database: database, now: time.Now, retention: DefaultRetention}
	for i, opt := range opts {
		if opt == nil {
			return nil, fmt.Errorf("sqlstore: New: option %d of %d is nil; leave it out", i+1, len(opts))
		}
		if err := opt(s); err != nil {
			return nil, fmt.Errorf("sqlstore: New: %w", err)
		}
	}
	return s, nil
}

// CreateTable runs Schema, which does nothing if the table exists. Several servers may call it at the same time.
func (s *Store) CreateTable(ctx context.Context) error {
	if err := s.database.CreateTable(ctx, Schema); err != nil {
		return fmt.Errorf("sqlstore: CreateTable: %w", err)
	}
	return nil
}

// Once marks the key and calls do in one transaction. If the key is already marked, it returns nil and does not call do.
// A copy of the event in another process waits for this transaction: if it commits, the copy finds the mark; if it rolls
// back, the copy calls its own do. If a process dies, the database rolls back and the next delivery calls do.
func (s *Store) Once(ctx context.Context, key string, do func(ctx context.Context) error) error {
	now := s.now()
	err := s.database.Run(ctx, key, func(ctx context.Context, tx *sql.Tx) (bool, error) {
		if fresh, err := s.mark(ctx, tx, key, now); err != nil || !fresh {
			return false, err
		}
		return true, do(ctx)
	})
	if err == nil {
		s.pruneSometimes(ctx, now)
	}
	return err
}

// mark reports whether the key is new, and locks its row until the transaction ends. An empty key is not marked. SQLite
// still gets a write as the first statement then: a transaction that reads first cannot write any more once somebody
// else has written.
func (s *Store) mark(ctx context.Context, tx *sql.Tx, key string, now time.Time) (fresh bool, err error) {
	query, args := mark, []any{key, now.UnixMilli()}
	if key == "" {
		if !s.database.Dialect.OneWriter() {
			return true, nil
		}
		query, args = markNothing, nil
	}
	result, err := s.database.Exec(ctx, tx, query, args...)
	if err != nil {
		return false, fmt.Errorf("sqlstore: the event could not be marked: %w%s", err, sqltx.Hint(err))
	}
	if key == "" {
		return true, nil
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("sqlstore: the driver does not say whether the event was marked: %w", err)
	}
	return n > 0, nil
}
