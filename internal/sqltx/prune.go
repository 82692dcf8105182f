package sqltx

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// batch is how many rows one statement deletes, so that no statement takes long, whatever has gathered.
const batch = 500

// Prune deletes the rows that are older than the retention, and returns how many it deleted. The database's clock decides:
// a server whose own clock is ahead must not delete what the others still need.
func (t *Transactions) Prune(ctx context.Context) (deleted int64, err error) {
	rows := "SELECT " + t.table.Key + " FROM " + t.table.Name + " WHERE " + t.table.Time + " < ? AND " + t.table.Done +
		" ORDER BY " + t.table.Time + " LIMIT ?"
	if t.Dialect == PostgreSQL {
		rows += " FOR UPDATE SKIP LOCKED" // another server may be deleting them
	}
	query := t.Query("DELETE FROM " + t.table.Name + " WHERE " + t.table.Key + " IN (" + rows + ")")
	for n := int64(batch); n == batch; deleted += n {
		if n, err = t.pruneBatch(ctx, query); err != nil {
			return deleted, fmt.Errorf("sqlstore: Prune deleted %d rows and then failed: %w%s", deleted, err, Hint(err))
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
	result, err := conn.ExecContext(ctx, query, now-t.retention.Milliseconds(), batch)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// PruneSometimes deletes old rows in the background, about once an hour. An error is logged: nothing is lost by it, but
// the table grows until somebody mends the cause.
func (t *Transactions) PruneSometimes() {
	last, now := t.pruned.Load(), time.Now().UnixMilli()
	if now-last < time.Hour.Milliseconds() || !t.pruned.CompareAndSwap(last, now) {
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		// A program that ends has closed its database.
		if _, err := t.Prune(ctx); err != nil && !strings.Contains(err.Error(), "database is closed") {
			slog.Error("stash sqlstore: old rows could not be deleted; the next try is in an hour", "table", t.name, "error", err)
		}
	}()
}
