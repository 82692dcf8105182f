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
	pools map[*sql.DB]*share
}

type share struct {
	held    int
	waiting []chan struct{} // in the order of arrival; a closed channel hands over a connection
}

// limit returns how many connections of a pool its stores may hold: half of them, or 0 for a pool without a limit.
func limit(db *sql.DB) int {
	most := db.Stats().MaxOpenConnections
	if most <= 0 {
		return 0
	}
	return max(most/2, 1)
}

// join waits until the stores hold less than their share of the pool. A call inside another store's transaction does not
// wait: it is what the other half is for.
func (t *Transactions) join(ctx context.Context) (leave func(), err error) {
	if limit(t.DB) == 0 || t.Dialect.OneWriter() || t.nested(ctx) {
		return func() {}, nil
	}
	shares.mu.Lock()
	s := shares.pools[t.DB]
	if s == nil {
		if shares.pools == nil {
			shares.pools = map[*sql.DB]*share{}
		}
		s = &share{}
		shares.pools[t.DB] = s
	}
	leave = func() { leaveShare(t.DB, s) }
	if s.held < limit(t.DB) && len(s.waiting) == 0 {
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
			return nil, fmt.Errorf("sqlstore: the time was over while %d other calls held the stores' share of the connection pool, "+
				"which is half of SetMaxOpenConns(%d); make the pool larger or the work shorter: %w", s.held, t.DB.Stats().MaxOpenConnections, context.Cause(ctx))
		}
	}
	shares.mu.Unlock()
	leave() // the turn came at the same moment
	return nil, context.Cause(ctx)
}

func leaveShare(db *sql.DB, s *share) {
	shares.mu.Lock()
	defer shares.mu.Unlock()
	if len(s.waiting) > 0 {
		close(s.waiting[0])
		s.waiting = s.waiting[1:]
		return
	}
	if s.held--; s.held == 0 {
		delete(shares.pools, db)
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
