package sqlstore

import (
	"context"
	"fmt"
	"time"

	"github.com/stash-sdk/stash-go/internal/sqltx"
)

// Prune forgets events that were done longer ago than the retention, and returns how many. Once calls it every hour or
// so; a program that receives little may call it itself.
func (s *Store) Prune(ctx context.Context) (int64, error) {
	now := s.now()
	s.pruned.Store(now.UnixMilli())
	result, err := s.database.ExecAlone(ctx, prune, now.Add(-s.retention).UnixMilli())
	if err != nil {
		return 0, fmt.Errorf("sqlstore: Prune: %w%s", err, sqltx.Hint(err))
	}
	return result.RowsAffected()
}

// pruneSometimes leaves a failure to the next hour: the event is done, and an old key does no harm.
func (s *Store) pruneSometimes(ctx context.Context, now time.Time) {
	last := s.pruned.Load()
	if now.UnixMilli()-last < time.Hour.Milliseconds() || !s.pruned.CompareAndSwap(last, now.UnixMilli()) {
		return
	}
	_, _ = s.Prune(ctx)
}
