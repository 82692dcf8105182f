package sqltx

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
)

// shares counts the connections that the stores hold, for each pool that has a limit. A store's function often needs a
// second connection of the same pool. If the stores held all of them, each function would wait for another one's
// connection until its time is over.
var shares struct {
	mu    sync.Mutex
	pools map[any]*share
}

type share struct {
	held    int
	waiting []chan struct{} // in the order of arrival; a closed channel hands over a connection
}

// join waits for a share of the pool. A call inside another store's transaction does not wait: it is what the other half
// is for.
func (t *Transactions) join(ctx context.Context) (leave func(), err error) {
	if t.Dialect.OneWriter() || t.nested(ctx) {
		return func() {}, nil
	}
	leave, err = Join(ctx, t.DB, t.DB.Stats().MaxOpenConnections, "SetMaxOpenConns")
	if err != nil {
		return nil, fmt.Errorf("sqlstore: %w", err)
	}
	return leave, nil
}

// Join waits until the stores hold less than their share of a pool: half of the most connections that it opens. A pool
// without a limit has most 0. setting is what the limit is called.
func Join(ctx context.Context, pool any, most int, setting string) (leave func(), err error) {
	if most <= 0 {
		return func() {}, nil
	}
	shares.mu.Lock()
	s := shares.pools[pool]
	if s == nil {
		if shares.pools == nil {
			shares.pools = map[any]*share{}
		}
		s = &share{}
		shares.pools[pool] = s
	}
	leave = func() { leaveShare(pool, s) }
	if s.held < max(most/2, 1) && len(s.waiting) == 0 {
		s.held++
		shares.mu.Unlock()
		return leave, nil
	}
	turn := make(chan struct{})
	s.waiting = append(s.waiting, turn)
	shares.mu.Unlock()
	select {
	case <-turn:
		return leave, nil
	case <-ctx.Done():
	}
	shares.mu.Lock()
	for i, other := range s.waiting {
		if other == turn {
			s.waiting = append(s.waiting[:i], s.waiting[i+1:]...)
			shares.mu.Unlock()
			return nil, fmt.Errorf("the time was over while %d other calls held the stores' share of the connection pool, "+
				"which is half of %s(%d); make the pool larger or the work shorter: %w", s.held, setting, most, context.Cause(ctx))
		}
	}
	shares.mu.Unlock()
	leave() // the turn came at the same moment
	return nil, context.Cause(ctx)
}

func leaveShare(pool any, s *share) {
	shares.mu.Lock()
	defer shares.mu.Unlock()
	if len(s.waiting) > 0 {
		close(s.waiting[0])
		s.waiting = s.waiting[1:]
		return
	}
	if s.held--; s.held == 0 {
		delete(shares.pools, pool)
	}
}

// starved explains an error after the end of ctx if the cause may be a pool without a free connection.
func (t *Transactions) starved(ctx context.Context) string {
	if ctx.Err() == nil {
		return ""
	}
	return starvedNow(t.DB)
}

func starvedNow(db *sql.DB) string {
	stats := db.Stats()
	if stats.MaxOpenConnections <= 0 || stats.InUse < stats.MaxOpenConnections {
		return ""
	}
	return fmt.Sprintf("; all %d connections of the pool are in use: raise SetMaxOpenConns, and let the work use its own transaction instead of a second connection", stats.InUse)
}
