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

	running keylock.Locks // calls for one key wait here, without a connection each
	writer  string        // the database's key in writers
}

// writers lets one transaction at a time write to a database that can bear one alone, whichever of its stores it
// comes from: two of them would fail with "database is locked" instead of waiting. A key is held while it is used.
var writers keylock.Locks

// New checks what a store was given.
func New(db *sql.DB, dialect Dialect) (*Transactions, error) {
	if db == nil {
		return nil, errors.New("the database is nil")
	}
	if err := dialect.Check(); err != nil {
		return nil, err
	}
	return &Transactions{DB: db, Dialect: dialect, writer: fmt.Sprintf("%p", db)}, nil
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

// queue waits for the key, and for the database where it can bear one writer alone.
func (t *Transactions) queue(ctx context.Context, key string) (unlock func(), err error) {
	switch {
	case t.Dialect.OneWriter():
		if outer := inside(ctx); outer != nil && outer.db == t.DB && !outer.over.Load() {
			return nil, errors.New("sqlstore: the call comes from inside a transaction of the same SQLite database, for whose end it would wait for ever; " +
				"make it after the transaction, or write through the transaction itself")
		}
		return writers.Lock(ctx, t.writer)
	case key == "":
		return func() {}, nil
	}
	return t.running.Lock(ctx, key)
}

// CreateTable runs a schema whose statements change nothing when they have run before. In PostgreSQL two that run at
// the same moment do not see each other's table, and the second fails on the catalogue's unique index, so replicas
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

// lockSchema waits until no other CreateTable runs in the database. The number is "stash" in ASCII.
const lockSchema = `SELECT pg_advisory_xact_lock(495873782632)`

// Exec runs a statement, whose parameters are question marks, in a transaction.
func (t *Transactions) Exec(ctx context.Context, tx *sql.Tx, query string, args ...any) (sql.Result, error) {
	return tx.ExecContext(ctx, t.Dialect.Bind(query), args...)
}

// ExecAlone runs a statement in its turn, in a transaction of its own.
func (t *Transactions) ExecAlone(ctx context.Context, query string, args ...any) (sql.Result, error) {
	unlock, err := t.queue(ctx, "")
	if err != nil {
		return nil, err
	}
	defer unlock()
	return t.DB.ExecContext(ctx, t.Dialect.Bind(query), args...)
}

type inContext struct{}

// running is a transaction that Run has begun.
type running struct {
	tx   *sql.Tx
	db   *sql.DB
	over atomic.Bool // a context may outlive it
}

func inside(ctx context.Context) *running {
	outer, _ := ctx.Value(inContext{}).(*running)
	return outer
}

// From returns the transaction that Run has put into a context; nil in any other.
func From(ctx context.Context) *sql.Tx {
	if outer := inside(ctx); outer != nil {
		return outer.tx
	}
	return nil
}
