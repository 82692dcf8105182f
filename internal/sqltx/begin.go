package sqltx

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"
)

// MySQL can end a transaction without the work's knowledge: a deadlock rolls all of it back, and CREATE TABLE commits. If the
// work ignores the error and goes on, each of its further statements would commit by itself, and COMMIT would succeed
// without the mark. So autocommit is off, which makes further statements a transaction that can be rolled back, and a
// savepoint shows before COMMIT whether the transaction is still the one that began.
const (
	autocommitOff = "SET autocommit = 0"
	autocommitOn  = "SET autocommit = 1"
	begun         = "SAVEPOINT stash_began"
	stillOpen     = "RELEASE SAVEPOINT stash_began"
)

// beginOn begins a transaction on a connection.
func (t *Transactions) beginOn(ctx, detached context.Context, conn *sql.Conn) (*sql.Tx, error) {
	if t.Dialect == MySQL {
		if _, err := conn.ExecContext(ctx, autocommitOff); err != nil {
			return nil, err
		}
	}
	tx, err := conn.BeginTx(detached, &sql.TxOptions{Isolation: t.isolation})
	if err != nil || t.Dialect != MySQL {
		return tx, err
	}
	if _, err := tx.ExecContext(ctx, begun); err != nil {
		_ = tx.Rollback()
		return nil, err
	}
	return tx, nil
}

// intact returns an error if MySQL has ended the transaction.
func (t *Transactions) intact(ctx context.Context, tx *sql.Tx) error {
	if t.Dialect != MySQL {
		return nil
	}
	if _, err := tx.ExecContext(ctx, stillOpen); err != nil {
		return fmt.Errorf("sqlstore: the transaction could not be committed: it was over before the work returned; return each error of the database, "+
			"and do not commit, roll back or change tables in the work: %w", err)
	}
	return nil
}

// giveBack gives a connection back to the pool as it was, or closes it.
func (t *Transactions) giveBack(conn *sql.Conn) {
	if t.Dialect == MySQL {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if _, err := conn.ExecContext(ctx, autocommitOn); err != nil {
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		}
	}
	_ = conn.Close()
}
