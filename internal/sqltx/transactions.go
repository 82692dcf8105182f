package sqltx

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/stash-sdk/stash-go/internal/keylock"
)

// Transactions runs functions in transactions of one database.
type Transactions struct {
	DB      *sql.DB
	Dialect Dialect

	running keylock.Locks // calls for one key wait here, so that they do not hold a connection
	writer  string        // this database's key in writers
}

// writers has one lock for each database that allows one writer at a time. All stores on one *sql.DB share the lock:
// without it, two transactions would fail with "database is locked" instead of waiting.
var writers keylock.Locks

// New checks a store's arguments.
func New(db *sql.DB, dialect Dialect) (*Transactions, error) {
	if db == nil {
		return nil, errors.New("the database is nil")
	}
	if err := dialect.Check(); err != nil {
		return nil, err
	}
	return &Transactions{DB: db, Dialect: dialect, writer: fmt.Sprintf("%p", db)}, nil
}

// Run waits until no other call for the key is running in this process. Then it calls do in a transaction, and commits if
// do returns true and no error. Calls with an empty key do not wait. do must lock a row to keep out other processes.
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
	defer func() { _ = tx.Rollback() }() // does nothing after a commit
	running := &running{tx: tx, db: t.DB}
	defer running.over.Store(true)
	commit, err := do(context.WithValue(ctx, inContext{}, running), tx)
	if err != nil || !commit {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("sqlstore: the transaction could not be committed: %w", err)
	}
	return nil
}

// queue waits for the key, or for the database's writer lock if the database allows one writer at a time.
func (t *Transactions) queue(ctx context.Context, key string) (unlock func(), err error) {
	switch {
	case t.Dialect.OneWriter():
		if outer := inside(ctx); outer != nil && outer.db == t.DB && !outer.over.Load() {
			return nil, errors.New("sqlstore: the call is made inside a transaction of the same SQLite database, and would wait for that transaction for ever; " +
				"make the call after the transaction, or write through the transaction")
		}
		return writers.Lock(ctx, t.writer)
	case key == "":
		return func() {}, nil
	}
	return t.running.Lock(ctx, key)
}

// CreateTable runs a schema whose statements do nothing if the table exists. Two PostgreSQL sessions that create a table
// at the same moment do not see each other's table, and the second fails at the catalogue's unique index. So replicas
// that start together take turns.
func (t *Transactions) CreateTable(ctx context.Context, schema string) error {
	return t.Run(ctx, "", func(ctx context.Context, tx *sql.Tx) (bool, error) {
		if t.Dialect == PostgreSQL {
			if _, err := tx.ExecContext(ctx, lockSchema); err != nil {
				return false, err
			}
		}
		_, err := tx.ExecContext(ctx, schema)
		return true, err
	})
}

// lockSchema waits until no other CreateTable is running in the database. The number is "stash" in ASCII.
const lockSchema = `SELECT pg_advisory_xact_lock(495873782632)`

// Exec runs a statement in a transaction. The statement's parameters are question marks.
func (t *Transactions) Exec(ctx context.Context, tx *sql.Tx, query string, args ...any) (sql.Result, error) {
	return tx.ExecContext(ctx, t.Dialect.Bind(query), args...)
}

// ExecAlone waits for its turn and runs a statement in its own transaction.
func (t *Transactions) ExecAlone(ctx context.Context, query string, args ...any) (sql.Result, error) {
	unlock, err := t.queue(ctx, "")
	if err != nil {
		return nil, err
	}
	defer unlock()
	return t.DB.ExecContext(ctx, t.Dialect.Bind(query), args...)
}

type inContext struct{}

// running is a transaction that Run began.
type running struct {
	tx   *sql.Tx
	db   *sql.DB
	over atomic.Bool // the context may be used after the transaction
}

func inside(ctx context.Context) *running {
	outer, _ := ctx.Value(inContext{}).(*running)
	return outer
}

// From returns the transaction that Run put into the context, or nil if there is none.
func From(ctx context.Context) *sql.Tx {
	if outer := inside(ctx); outer != nil {
		return outer.tx
	}
	return nil
}
