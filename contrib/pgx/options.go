package pgxstash

import (
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/stash-sdk/stash-go/internal/sqltx"
)

// Option is a setting of an EventStore or a PurchaseStore.
type Option func(*transactions) error

// DefaultRetention is how long marks, and confirmed and cancelled purchases, are kept without WithRetention: 90 days.
const DefaultRetention = sqltx.DefaultRetention

// WithRetention sets how long marks, and confirmed and cancelled purchases, are kept. The minimum is 48 hours. Reserved
// purchases are kept for ever.
func WithRetention(d time.Duration) Option {
	return func(t *transactions) error { return t.SetRetention(d) }
}

// WithTable sets the table's name, which may have a schema and a dot before it. The defaults are stash_webhook_events and
// stash_purchases.
func WithTable(name string) Option {
	return func(t *transactions) error { return t.SetTable(name) }
}

// WithIsolation sets the isolation level of the transactions: [pgx.ReadCommitted], [pgx.RepeatableRead] or
// [pgx.Serializable]. The default is read committed, whatever the database's own default is.
func WithIsolation(level pgx.TxIsoLevel) Option {
	return func(t *transactions) error {
		switch level {
		case pgx.ReadCommitted, pgx.RepeatableRead, pgx.Serializable:
			t.level = level
			return nil
		}
		return fmt.Errorf("WithIsolation: the level is %q; it must be pgx.ReadCommitted, pgx.RepeatableRead or pgx.Serializable", level)
	}
}
