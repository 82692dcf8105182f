package sqltx

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/internal/keylock"
)

// Transactions runs functions in transactions of one database.
type Transactions struct {
	DB      *sql.DB
	Dialect Dialect

	// Calls for one key wait here, without a connection each.
	running keylock.Locks
	writer  keylock.Locks
}

// New checks what a store was given.
func New(db *sql.DB, dialect Dialect) (*Transactions, error) {
	if db == nil {
		return nil, errors.New("the database is nil")
	}
	if err := dialect.Check(); err != nil {
		return nil, err
	}
	return &Transactions{DB: db, Dialect: dialect}, nil
}

// Run waits until no other call of this process is running for the key, then calls do in a transaction and commits
// it if do wants that. Calls for no key do not wait. Other processes must be held off by a row that do locks.
func (t *Transactions) Run(ctx context.Context, key string, do func(ctx context.Context, tx *sql.Tx) (commit bool, err error)) error {
	unlock, err := t.queue(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	tx, err := t.DB.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("sqlstore: the transaction could not begin: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	commit, err := do(context.WithValue(ctx, inContext{}, tx), tx)
	if err != nil || !commit {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("sqlstore: the transaction could not be committed: %w", err)
	}
	return nil
}

// queue waits for the key, and for the database where it can bear one writer alone.
func (t *Transactions) queue(ctx context.Context, key string) (unlock func(), err error) {
	switch {
	case t.Dialect.OneWriter():
		return t.writer.Lock(ctx, "")
	case key == "":
		return func() {}, nil
	}
	return t.running.Lock(ctx, key)
}

// Exec runs a statement, whose parameters are question marks, in a transaction.
func (t *Transactions) Exec(ctx context.Context, tx *sql.Tx, query string, args ...any) (sql.Result, error) {
	return tx.ExecContext(ctx, t.Dialect.Bind(query), args...)
}

type inContext struct{}

// From returns the transaction that Run has put into a context; nil in any other.
func From(ctx context.Context) *sql.Tx {
	tx, _ := ctx.Value(inContext{}).(*sql.Tx)
	return tx
}
