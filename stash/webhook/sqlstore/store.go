package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/internal/sqltx"
)

// Dialect is a kind of database.
type Dialect = sqltx.Dialect

// The supported databases.
const (
	PostgreSQL = sqltx.PostgreSQL
	SQLite     = sqltx.SQLite
	MySQL      = sqltx.MySQL // and MariaDB
)

// Store is a webhook.Store that keeps its marks in a database. It is safe for concurrent use.
type Store struct {
	database    *sqltx.Transactions
	mark        string
	markNothing string
}

// New makes a Store on a database that has the table of Schema. CreateTable or the first event connects to the database,
// and returns an error if it is not what dialect says.
func New(db *sql.DB, dialect Dialect, opts ...Option) (*Store, error) {
	database, err := sqltx.New(db, dialect, sqltx.Events.With(Schema, SchemaMySQL))
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
	s.mark, s.markNothing = database.Query(sqltx.Mark), database.Query(sqltx.MarkNothing)
	if dialect == MySQL {
		s.mark = database.Query(sqltx.MarkMySQL)
	}
	return s, nil
}

// CreateTable runs Schema, unless the table exists. Several servers may call it at the same time.
func (s *Store) CreateTable(ctx context.Context) error {
	if err := s.database.CreateTable(ctx); err != nil {
		return fmt.Errorf("sqlstore: CreateTable: %w", err)
	}
	return nil
}

// Once marks the key and calls do in one transaction. If the key is already marked, it returns nil and does not call do.
// A copy of the event in another process waits for this transaction: if it commits, the copy finds the mark; if it rolls
// back, the copy calls its own do. If a process dies, the database rolls back and the next delivery calls do.
//
// do may be called more than once: after a serialization failure or a deadlock the transaction is rolled back, and Once
// calls do again in a new one, up to five times. When ctx ends, the transaction is rolled back at once, even if do is still
// running.
func (s *Store) Once(ctx context.Context, key string, do func(ctx context.Context) error) error {
	err := s.database.Run(ctx, key, func(ctx context.Context, tx *sql.Tx) (bool, error) {
		if fresh, err := s.write(ctx, tx, key); err != nil || !fresh {
			return false, err
		}
		return true, do(ctx)
	})
	if err == nil {
		s.database.PruneSometimes()
	}
	return err
}

// Mark marks a key in a transaction of your own, and reports whether it was not marked before. Use it where no handler
// calls the store, for example behind a queue: do the work in the same transaction if the key is fresh, and commit. A copy
// of the event in another transaction waits in Mark until this transaction ends.
//
// Put the shop and the environment into the key if several of them share the table.
//
// Do not commit after an error. In MySQL a deadlock rolls back the whole transaction with the mark, and later statements
// would commit without it.
func (s *Store) Mark(ctx context.Context, tx *sql.Tx, key string) (fresh bool, err error) {
	switch {
	case tx == nil:
		return false, errors.New("sqlstore: Mark: the transaction is nil")
	case key == "":
		return false, errors.New("sqlstore: Mark: the key is empty; an event without a key cannot be marked")
	}
	return s.write(ctx, tx, key)
}

// Prune deletes the marks that are older than the retention, and returns how many it deleted. It deletes in batches of 500
// rows, and the database's clock decides what is old. A Store also prunes in the background about once an hour, after an
// event, and logs an error with slog.Default.
func (s *Store) Prune(ctx context.Context) (int64, error) { return s.database.Prune(ctx) }

// write reports whether the key is new, and locks its row until the transaction ends. An empty key is not marked. SQLite
// still gets a write as the first statement then: a transaction that reads first cannot write any more once somebody
// else has written.
func (s *Store) write(ctx context.Context, tx *sql.Tx, key string) (fresh bool, err error) {
	query, args := s.mark, []any{sqltx.Key(key)}
	if key == "" {
		if !s.database.Dialect.OneWriter() {
			return true, nil
		}
		query, args = s.markNothing, nil
	}
	result, err := tx.ExecContext(ctx, query, args...)
	if s.database.Dialect == MySQL && sqltx.Duplicate(err) {
		return false, nil
	}
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
