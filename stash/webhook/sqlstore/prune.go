package sqlstore

import (
	"context"
	"fmt"
	"time"

	"github.com/stash-sdk/stash-go/internal/sqltx"
)

// Prune deletes the marks that are older than the retention, and returns how many it deleted. Once calls it about every
// hour. A program that receives few events may call it itself.
func (s *Store) Prune(ctx context.Context) (int64, error) {
	now := s.now()
	s.pruned.Store(now.UnixMilli())
	result, err := s.database.ExecAlone(ctx, prune, now.Add(-s.retention).UnixMilli())
	if err != nil {
		return 0, fmt.Errorf("sqlstore: Prune: %w%s", err, sqltx.Hint(err))
	}
	return result.RowsAffected()
}

// pruneSometimes ignores errors: the event is done, an old mark does no harm, and the next hour tries again.
func (s *Store) pruneSometimes(ctx context.Context, now time.Time) {
	last := s.pruned.Load()
	if now.UnixMilli()-last < time.Hour.Milliseconds() || !s.pruned.CompareAndSwap(last, now.UnixMilli()) {
		return
	}
	_, _ = s.Prune(ctx)
}
