package sqltx

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// attempt runs do once in a transaction on a connection of its own.
func (t *Transactions) attempt(ctx context.Context, key string, do func(ctx context.Context, tx *sql.Tx) (commit bool, err error)) error {
	unlock, err := t.queue(ctx, key)
	if err != nil {
		return err
	}
	a, err := t.begin(ctx)
	if err != nil {
		unlock()
		return err
	}
	a.unlock = unlock
	commit, err := a.call(ctx, do)
	if err != nil || !commit {
		return err
	}
	return a.commit(ctx)
}

// open is a transaction that has begun. Exactly one of rollback and commit ends it.
type open struct {
	*running
	t        *Transactions
	conn     *sql.Conn
	cancel   context.CancelFunc // ends the context that the driver began the transaction with
	giveBack func()             // gives back the connection and the share of the pool
	unlock   func()
}

// begin takes a connection and begins a transaction. The driver gets a context that does not end with ctx: otherwise
// database/sql would roll back in a goroutine of its own, and nobody would know when the next writer may begin.
func (t *Transactions) begin(ctx context.Context) (*open, error) {
	leave, err := t.join(ctx)
	if err != nil {
		return nil, err
	}
	detached, cancel := context.WithCancel(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, cancel)
	conn, tx, err := t.connect(ctx, detached)
	if err == nil && !stop() {
		err = errors.Join(context.Cause(ctx), tx.Rollback())
		t.giveBack(conn)
	}
	if err != nil {
		stop()
		cancel()
		leave()
		return nil, fmt.Errorf("sqlstore: the transaction could not begin: %w%s", err, t.starved(ctx))
	}
	giveBack := func() {
		cancel()
		t.giveBack(conn)
		leave()
	}
	return &open{running: &running{tx: tx, db: t.DB}, t: t, conn: conn, cancel: cancel, giveBack: giveBack}, nil
}

// connect begins a transaction. A connection that the pool kept while the database restarted is bad; each one that
// fails has left the pool.
func (t *Transactions) connect(ctx, detached context.Context) (conn *sql.Conn, tx *sql.Tx, err error) {
	for range t.DB.Stats().OpenConnections + 2 {
		if conn, err = t.DB.Conn(ctx); err != nil {
			return nil, nil, err
		}
		if err = t.probe(ctx, conn); err == nil {
			tx, err = t.beginOn(ctx, detached, conn)
		}
		if err == nil {
			return conn, tx, nil
		}
		t.giveBack(conn)
		if !errors.Is(err, driver.ErrBadConn) {
			break
		}
	}
	return nil, nil, err
}

// call calls do. When ctx ends first, it rolls back while do may be still running.
func (a *open) call(ctx context.Context, do func(ctx context.Context, tx *sql.Tx) (commit bool, err error)) (commit bool, err error) {
	rolledBack := make(chan struct{})
	var starved string
	stop := context.AfterFunc(ctx, func() {
		defer close(rolledBack)
		starved = starvedNow(a.db)
		a.rollback()
	})
	finished := false
	defer func() {
		switch {
		case !stop():
			<-rolledBack
			late := fmt.Errorf("sqlstore: the time was over before the work was done, and the transaction was rolled back: %w%s", context.Cause(ctx), starved)
			if err != nil && !errors.Is(err, sql.ErrTxDone) && !errors.Is(err, ctx.Err()) {
				late = fmt.Errorf("%w; the work failed with: %w", late, err)
			}
			commit, err = false, late
		case !finished || err != nil || !commit:
			a.rollback()
		}
	}()
	commit, err = do(context.WithValue(ctx, inContext{}, a.running), a.tx)
	finished = true
	return commit, err
}

func (a *open) rollback() {
	if err := a.tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		_ = a.conn.Raw(func(any) error { return driver.ErrBadConn }) // closes it, and so the database rolls back
	}
	a.end()
}

// end gives back what the transaction held.
func (a *open) end() {
	a.over.Store(true)
	a.giveBack()
	a.unlock()
}

// commit commits. If ctx ends first, the driver gives up, and it is not known whether the database committed.
func (a *open) commit(ctx context.Context) error {
	if err := a.t.intact(ctx, a.tx); err != nil {
		a.rollback()
		return err
	}
	stop := context.AfterFunc(ctx, a.cancel)
	err := a.tx.Commit()
	stop()
	if err != nil {
		a.clear(ctx)
	}
	a.end()
	if err != nil {
		return fmt.Errorf("sqlstore: the transaction could not be committed: %w", err)
	}
	return nil
}

// clear rolls back after a failed COMMIT. For database/sql the transaction is over; but SQLite keeps it open when COMMIT
// meets a reader, and every later BEGIN on the connection would fail. If no transaction is open, ROLLBACK does nothing.
func (a *open) clear(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_, _ = a.conn.ExecContext(ctx, "ROLLBACK")
}
