package pgxstash

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/stash-sdk/stash-go/internal/sqltx"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

// EventStore is a webhook.Store that keeps its marks in PostgreSQL. It is safe for concurrent use.
type EventStore struct {
	database *transactions
	mark     string
}

// NewEventStore makes an EventStore on a database that has the table of [sqlstore.Schema].
func NewEventStore(pool *pgxpool.Pool, opts ...Option) (*EventStore, error) {
	database, err := newTransactions(pool, sqltx.Events.With(sqlstore.Schema, ""), opts)
	if err != nil {
		return nil, fmt.Errorf("pgxstash: NewEventStore: %w", err)
	}
	return &EventStore{database, database.Query(sqltx.Mark)}, nil
}

// CreateTable runs [sqlstore.Schema], unless the table exists. Several servers may call it at the same time.
func (s *EventStore) CreateTable(ctx context.Context) error { return s.database.createTable(ctx) }

// Once marks the key and calls do in one transaction, as [sqlstore.Store.Once] does.
func (s *EventStore) Once(ctx context.Context, key string, do func(ctx context.Context) error) error {
	err := s.database.run(ctx, key, func(ctx context.Context, tx pgx.Tx) (bool, error) {
		if key != "" {
			if fresh, err := s.write(ctx, tx, key); err != nil || !fresh {
				return false, err
			}
		}
		return true, do(ctx)
	})
	if err == nil {
		s.database.pruned.Run(s.database.TableName(), s.Prune)
	}
	return err
}

// Mark marks a key in a transaction of your own, and reports whether it was not marked before, as [sqlstore.Store.Mark]
// does. Put the shop and the environment into the key if several of them share the table.
func (s *EventStore) Mark(ctx context.Context, tx pgx.Tx, key string) (fresh bool, err error) {
	switch {
	case tx == nil:
		return false, errors.New("pgxstash: Mark: the transaction is nil")
	case key == "":
		return false, errors.New("pgxstash: Mark: the key is empty; an event without a key cannot be marked")
	}
	return s.write(ctx, tx, key)
}

// Prune deletes the marks that are older than the retention, and returns how many it deleted. It deletes in batches of 500
// rows, and the database's clock decides what is old. A store also prunes in the background about once an hour, after an
// event, and logs an error with slog.Default.
func (s *EventStore) Prune(ctx context.Context) (int64, error) { return s.database.prune(ctx) }

// write reports whether the key is new, and locks its row until the transaction ends.
func (s *EventStore) write(ctx context.Context, tx pgx.Tx, key string) (fresh bool, err error) {
	tag, err := tx.Exec(ctx, s.mark, sqltx.Key(key))
	if err != nil {
		return false, fmt.Errorf("pgxstash: the event could not be marked: %w%s", err, sqltx.Hint(err))
	}
	return tag.RowsAffected() > 0, nil
}
