package pgxstash

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/stash-sdk/stash-go/internal/keylock"
	"github.com/stash-sdk/stash-go/internal/sqltx"
)

// transactions runs functions in transactions of a pool.
type transactions struct {
	sqltx.Settings
	pool    *pgxpool.Pool
	level   pgx.TxIsoLevel
	running keylock.Locks // calls for one key wait here, so that they do not hold a connection
	pruned  sqltx.Hourly
}

func newTransactions(pool *pgxpool.Pool, table sqltx.Table, opts []Option) (*transactions, error) {
	if pool == nil {
		return nil, errors.New("the pool is nil")
	}
	t := &transactions{Settings: sqltx.NewSettings(sqltx.PostgreSQL, table), pool: pool, level: pgx.ReadCommitted}
	for i, opt := range opts {
		if opt == nil {
			return nil, fmt.Errorf("option %d of %d is nil; leave it out", i+1, len(opts))
		}
		if err := opt(t); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// run waits until no other call for the key is running in this process. Then it calls do in a transaction, and commits if do
// returns true and no error. do must lock a row to keep out other processes. It is called again after a serialization
// failure or a deadlock.
func (t *transactions) run(ctx context.Context, key string, do func(ctx context.Context, tx pgx.Tx) (commit bool, err error)) error {
	return sqltx.Repeat(ctx, func() error { return t.attempt(ctx, key, do) })
}

// attempt runs do once.
func (t *transactions) attempt(ctx context.Context, key string, do func(ctx context.Context, tx pgx.Tx) (commit bool, err error)) error {
	unlock := func() {}
	if key != "" {
		var err error
		if unlock, err = t.running.Lock(ctx, key); err != nil {
			return fmt.Errorf("pgxstash: %w", err)
		}
	}
	r, err := t.begin(ctx)
	if err != nil {
		unlock()
		return fmt.Errorf("pgxstash: the transaction could not begin: %w", err)
	}
	r.unlock = unlock
	commit, err := r.call(ctx, do)
	if err != nil || !commit {
		return err
	}
	return r.commit(ctx)
}

// begin takes a connection and begins a transaction. A call inside another store's transaction takes no share of the pool:
// it is what the other half is for.
func (t *transactions) begin(ctx context.Context) (*running, error) {
	leave := func() {}
	if outer := inside(ctx); outer == nil || outer.pool != t.pool || outer.over.Load() {
		var err error
		if leave, err = sqltx.Join(ctx, t.pool, int(t.pool.Stat().MaxConns()), "the pool's MaxConns"); err != nil {
			return nil, err
		}
	}
	conn, err := t.pool.Acquire(ctx)
	if err != nil {
		leave()
		return nil, fmt.Errorf("%w%s", err, starved(t.pool))
	}
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: t.level})
	if err != nil {
		conn.Release()
		leave()
		return nil, err
	}
	return &running{tx: tx, pool: t.pool, conn: conn, leave: leave}, nil
}

// starved explains an error if its cause may be a pool without a free connection.
func starved(pool *pgxpool.Pool) string {
	stat := pool.Stat()
	if stat.AcquiredConns() < stat.MaxConns() {
		return ""
	}
	return fmt.Sprintf("; all %d connections of the pool are in use: raise MaxConns, and let the work use its own transaction instead of a second connection", stat.MaxConns())
}

// createTable runs the table's schema, unless the table exists. Servers that start together take turns.
func (t *transactions) createTable(ctx context.Context) error {
	if rows, err := t.pool.Query(ctx, t.Columns()); err == nil {
		if rows.Close(); rows.Err() == nil {
			return nil
		}
	}
	if err := t.run(ctx, "", func(ctx context.Context, tx pgx.Tx) (bool, error) {
		if _, err := tx.Exec(ctx, sqltx.LockSchema); err != nil {
			return false, err
		}
		_, err := tx.Exec(ctx, t.Schema())
		return true, err
	}); err != nil {
		return fmt.Errorf("pgxstash: CreateTable: %w", err)
	}
	return nil
}

// prune deletes old rows, by the database's clock.
func (t *transactions) prune(ctx context.Context) (deleted int64, err error) {
	deleted, err = sqltx.PruneAll(func() (int64, error) {
		var now int64
		if err := t.pool.QueryRow(ctx, t.Query("SELECT {now}")).Scan(&now); err != nil {
			return 0, err
		}
		tag, err := t.pool.Exec(ctx, t.Batch(), t.Before(now), sqltx.BatchSize)
		return tag.RowsAffected(), err
	})
	if err != nil {
		err = fmt.Errorf("pgxstash: %w", err)
	}
	return deleted, err
}
