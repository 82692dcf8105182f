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
	Settings
	DB        *sql.DB
	isolation sql.IsolationLevel
	pruned    Hourly

	running keylock.Locks // calls for one key wait here, so that they do not hold a connection
	writer  string        // this database's key in writers
	probed  atomic.Bool   // the database is what Dialect says
}

// writers has one lock for each database that allows one writer at a time. All stores on one *sql.DB share the lock:
// without it, two transactions would fail with "database is locked" instead of waiting.
var writers keylock.Locks

// New checks a store's arguments.
func New(db *sql.DB, dialect Dialect, table Table) (*Transactions, error) {
	if db == nil {
		return nil, errors.New("the database is nil")
	}
	if err := dialect.Check(); err != nil {
		return nil, err
	}
	return &Transactions{
		Settings: NewSettings(dialect, table), DB: db, isolation: dialect.isolation(), writer: fmt.Sprintf("%p", db),
	}, nil
}

// SetIsolation replaces the isolation level of all transactions.
func (t *Transactions) SetIsolation(level sql.IsolationLevel) error {
	if !t.Dialect.allows(level) {
		return fmt.Errorf("WithIsolation: %s has no level %q that a transaction could ask for", t.Dialect, level)
	}
	t.isolation = level
	return nil
}

// Run waits until no other call for the key is running in this process. Then it calls do in a transaction, and commits if
// do returns true and no error. Calls with an empty key do not wait. do must lock a row to keep out other processes.
//
// When the context ends, Run rolls back and lets the next call for the key go on, even while do is still running. If
// the database rolls back because of other transactions, Run calls do again in a new transaction.
func (t *Transactions) Run(ctx context.Context, key string, do func(ctx context.Context, tx *sql.Tx) (commit bool, err error)) error {
	return Repeat(ctx, func() error { return t.attempt(ctx, key, do) })
}

// queue waits for the key, or for the database's writer lock if the database allows one writer at a time.
func (t *Transactions) queue(ctx context.Context, key string) (unlock func(), err error) {
	switch {
	case t.Dialect.OneWriter():
		if t.nested(ctx) {
			return nil, errors.New("sqlstore: the call is made inside a transaction of the same SQLite database, and would wait for that transaction for ever; " +
				"make the call after the transaction, or write through the transaction")
		}
		if unlock, err = writers.Lock(ctx, t.writer); err != nil {
			return nil, fmt.Errorf("sqlstore: the time was over while another transaction of this process was writing; SQLite lets one write at a time: %w", context.Cause(ctx))
		}
		return unlock, nil
	case key == "":
		return func() {}, nil
	}
	return t.running.Lock(ctx, key)
}

// nested reports whether a call is made inside a transaction of the same database.
func (t *Transactions) nested(ctx context.Context) bool {
	outer := inside(ctx)
	return outer != nil && outer.db == t.DB && !outer.over.Load()
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
