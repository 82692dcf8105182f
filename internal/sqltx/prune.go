package sqltx

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"
)

// BatchSize is how many rows one statement deletes, so that no statement takes long, whatever has gathered.
const BatchSize = 500

// Batch returns a query that deletes old rows. Its parameters are the time that they are older than, and how many. It skips
// rows that another server is deleting or using.
func (t *Settings) Batch() string {
	rows := "SELECT " + t.table.Key + " FROM " + t.table.Name + " WHERE " + t.table.Time + " < ? AND " + t.table.Done +
		" ORDER BY " + t.table.Time + " LIMIT ?"
	switch t.Dialect {
	case SQLite:
		return t.Query("DELETE FROM " + t.table.Name + " WHERE " + t.table.Key + " IN (" + rows + ")")
	case MySQL: // it takes no LIMIT after IN, and in another order it would scan the table and wait at each lock
		return t.Query("DELETE old FROM (" + rows + " FOR UPDATE SKIP LOCKED) AS picked STRAIGHT_JOIN " + t.table.Name +
			" AS old FORCE INDEX (PRIMARY) ON old." + t.table.Key + " = picked." + t.table.Key)
	}
	return t.Query("DELETE FROM " + t.table.Name + " WHERE " + t.table.Key + " IN (" + rows + " FOR UPDATE SKIP LOCKED)")
}

// Before returns the time before which rows are old, if the time is now, in milliseconds since 1970 UTC.
func (t *Settings) Before(now int64) int64 { return now - t.retention.Milliseconds() }

// Prune deletes the rows that are older than the retention, and returns how many it deleted. The database's clock decides:
// a server whose own clock is ahead must not delete what the others still need.
func (t *Transactions) Prune(ctx context.Context) (deleted int64, err error) {
	deleted, err = PruneAll(func() (int64, error) { return t.pruneBatch(ctx, t.Batch()) })
	if err != nil {
		err = fmt.Errorf("sqlstore: %w", err)
	}
	return deleted, err
}

// PruneAll deletes batches until one is not full.
func PruneAll(batch func() (int64, error)) (deleted int64, err error) {
	for n := int64(BatchSize); n == BatchSize; deleted += n {
		if n, err = batch(); err != nil {
			return deleted, fmt.Errorf("Prune deleted %d rows and then failed: %w%s", deleted, err, Hint(err))
		}
	}
	return deleted, nil
}

// pruneBatch waits for its turn and deletes one batch.
func (t *Transactions) pruneBatch(ctx context.Context, query string) (int64, error) {
	unlock, err := t.queue(ctx, "")
	if err != nil {
		return 0, err
	}
	defer unlock()
	conn, err := t.DB.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	if err := t.probe(ctx, conn); err != nil {
		return 0, err
	}
	// The time is asked for by itself, because PostgreSQL uses no index for a comparison with a function that changes.
	var now int64
	if err := conn.QueryRowContext(ctx, t.Query("SELECT {now}")).Scan(&now); err != nil {
		return 0, err
	}
	result, err := conn.ExecContext(ctx, query, t.Before(now), BatchSize)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// PruneSometimes deletes old rows in the background, about once an hour.
func (t *Transactions) PruneSometimes() { t.pruned.Run(t.name, t.Prune) }

// closed reports whether an error says that the database or the pool was closed, as by a program that ends. A pgxpool
// cancels the connections that it is opening.
func closed(ctx context.Context, err error) bool {
	text := err.Error()
	return strings.Contains(text, "database is closed") || strings.Contains(text, "closed pool") || errors.Is(err, context.Canceled) && ctx.Err() == nil
}

// Hourly prunes a store about once an hour. Its zero value is ready to use.
type Hourly struct{ last atomic.Int64 } // in milliseconds since 1970 UTC

// Run prunes in the background, if the last time is an hour ago. An error is logged: nothing is lost by it, but the table
// grows until somebody mends the cause.
func (h *Hourly) Run(table string, prune func(context.Context) (int64, error)) {
	last, now := h.last.Load(), time.Now().UnixMilli()
	if now-last < time.Hour.Milliseconds() || !h.last.CompareAndSwap(last, now) {
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		if _, err := prune(ctx); err != nil && !closed(ctx, err) {
			slog.Error("stash: old rows could not be deleted; the next try is in an hour", "table", table, "error", err)
		}
	}()
}
