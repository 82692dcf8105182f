package pgxstash

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// running is a transaction that has begun.
type running struct {
	tx     pgx.Tx
	pool   *pgxpool.Pool
	conn   *pgxpool.Conn
	cut    *pgx.Conn // conn after cutOff
	leave  func()    // gives back the share of the pool
	unlock func()
	over   atomic.Bool // the context may be used after the transaction
}

type inContext struct{}

func inside(ctx context.Context) *running {
	r, _ := ctx.Value(inContext{}).(*running)
	return r
}

// call calls do. When ctx ends first, it cuts off the connection while do may be still running.
func (r *running) call(ctx context.Context, do func(ctx context.Context, tx pgx.Tx) (bool, error)) (commit bool, err error) {
	cut := make(chan struct{})
	var why string
	stop := context.AfterFunc(ctx, func() {
		defer close(cut)
		why = starved(r.pool)
		r.cutOff()
	})
	finished := false
	defer func() {
		switch {
		case !stop():
			<-cut
			_ = r.cut.Close(context.WithoutCancel(ctx)) // nobody uses it any more
			late := fmt.Errorf("pgxstash: the time was over before the work was done, and the transaction was rolled back: %w%s", context.Cause(ctx), why)
			if err != nil && !errors.Is(err, ctx.Err()) {
				late = fmt.Errorf("%w; the work failed with: %w", late, err)
			}
			commit, err = false, late
		case !finished || err != nil || !commit:
			r.rollback(ctx)
		}
	}()
	commit, err = do(context.WithValue(ctx, inContext{}, r), r.tx)
	finished = true
	return commit, err
}

// cutOff closes the connection under do, which may be using it, and PostgreSQL rolls back. Only the socket may be touched:
// a pgx.Conn is for one goroutine.
func (r *running) cutOff() {
	r.cut = r.conn.Hijack()
	_ = r.cut.PgConn().Conn().Close()
	r.end()
}

// end lets the next call go on.
func (r *running) end() {
	r.over.Store(true)
	r.leave()
	r.unlock()
}

func (r *running) rollback(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = r.tx.Rollback(ctx)
	r.conn.Release() // closes a connection that is still in a transaction
	r.end()
}

// commit commits. If ctx ends first, it is not known whether the database committed.
func (r *running) commit(ctx context.Context) error {
	if status := r.conn.Conn().PgConn().TxStatus(); status == 'I' {
		r.rollback(ctx)
		return errors.New("pgxstash: the transaction could not be committed: it was over before the work returned; do not commit or roll back in the work")
	}
	err := r.tx.Commit(ctx)
	r.conn.Release()
	r.end()
	if err != nil {
		return fmt.Errorf("pgxstash: the transaction could not be committed: %w", err)
	}
	return nil
}
