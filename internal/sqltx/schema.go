package sqltx

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// CreateTable runs the table's schema, unless the table exists. Two PostgreSQL sessions that create a table at the same
// moment do not see each other's table, and the second fails at the catalogue's unique index. So replicas that start
// together take turns.
func (t *Transactions) CreateTable(ctx context.Context) error {
	exists, err := t.exists(ctx)
	if err != nil || exists {
		return err
	}
	return t.Run(ctx, "", func(ctx context.Context, tx *sql.Tx) (bool, error) {
		if t.Dialect == PostgreSQL {
			if _, err := tx.ExecContext(ctx, lockSchema); err != nil {
				return false, err
			}
		}
		_, err := tx.ExecContext(ctx, t.Query(t.table.Schema))
		return true, err
	})
}

// exists reports whether the table has the columns that the store needs. A program whose role may not create tables can
// call CreateTable then.
func (t *Transactions) exists(ctx context.Context) (bool, error) {
	conn, err := t.DB.Conn(ctx)
	if err != nil {
		return false, fmt.Errorf("the database cannot be reached: %w", err)
	}
	defer conn.Close()
	if err := t.probe(ctx, conn); err != nil {
		return false, err
	}
	rows, err := conn.QueryContext(ctx, t.Query("SELECT "+t.table.Key+", "+t.table.Time+" FROM "+t.table.Name+" WHERE 1 = 0"))
	if err != nil {
		return false, nil // CreateTable finds out why
	}
	return true, errors.Join(rows.Close(), rows.Err())
}

// lockSchema waits until no other CreateTable is running in the database. The number is "stash" in ASCII.
const lockSchema = `SELECT pg_advisory_xact_lock(495873782632)`
