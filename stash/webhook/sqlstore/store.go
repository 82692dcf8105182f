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

// The databases that the store is tested with.
const (
	PostgreSQL = sqltx.PostgreSQL
	SQLite     = sqltx.SQLite
)

// Store is a webhook.Store in a database.
type Store struct {
	database  *sqltx.Transactions
	now       func() time.Time
	retention time.Duration
	pruned    atomic.Int64 // when keys were pruned last, in milliseconds since 1970 UTC
}

// Option sets up a Store.
type Option func(*Store) error

// DefaultRetention is how long keys are kept unless WithRetention says otherwise: 90 days. Stash repeats an event for
// about a day; but its plain signature has no time in it, so a copy that someone has kept stays valid, and takes
// effect again once its key is gone.
const DefaultRetention = 90 * 24 * time.Hour

// WithRetention sets how long keys are kept, at least two days.
func WithRetention(d time.Duration) Option {
	return func(s *Store) error {
		if d < 48*time.Hour {
			return fmt.Errorf("WithRetention: it is %v; Stash repeats events for about a day, so it must be at least 48h", d)
		}
		s.retention = d
		return nil
	}
}

// WithClock replaces the clock that keys are dated by.
func WithClock(now func() time.Time) Option {
	return func(s *Store) error {
		if now == nil {
			return errors.New("WithClock: the clock is nil")
		}
		s.now = now
		return nil
	}
}

// New makes a Store in a database that has the table of Schema.
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

// CreateTable runs Schema, which changes nothing when the table is there. Several servers may do so at once.
func (s *Store) CreateTable(ctx context.Context) error {
	if err := s.database.CreateTable(ctx, Schema); err != nil {
		return fmt.Errorf("sqlstore: CreateTable: %w", err)
	}
	return nil
}

// Once marks the key and calls do in one transaction, unless the key is marked. A copy in another process waits at
// the key's row until this transaction ends: it finds the key marked then, or marks it and runs. When a process dies
// the database rolls back, and the next delivery runs.
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

// mark reports whether the key is new, and holds its row until the transaction ends. Without a key there is nothing to
// mark; but where there is one writer at a time the transaction begins as the writer all the same, because one that
// has read first may not write any more when somebody else did meanwhile.
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
