package sqlstore

import (
	"database/sql"
	"time"

	"github.com/stash-sdk/stash-go/internal/sqltx"
)

// Option is a setting of a Store.
type Option func(*Store) error

// DefaultRetention is how long confirmed and cancelled purchases are kept without WithRetention: 90 days. When Stash
// registers a deleted transaction again, it is a new purchase.
const DefaultRetention = sqltx.DefaultRetention

// WithRetention sets how long confirmed and cancelled purchases are kept. The minimum is 48 hours. Reserved purchases are
// kept for ever.
func WithRetention(d time.Duration) Option {
	return func(s *Store) error { return s.database.SetRetention(d) }
}

// WithTable sets the table's name. The default is stash_purchases. A name in PostgreSQL or MySQL may have a schema and
// a dot before it.
func WithTable(name string) Option {
	return func(s *Store) error { return s.database.SetTable(name) }
}

// WithIsolation sets the isolation level of the transactions in PostgreSQL and MySQL. The default is [sql.LevelReadCommitted],
// whatever the database's own default is: at the higher levels, two confirms that change the same row collide, and one of
// them is rolled back and called again. SQLite has only one level, so the option is an error there.
func WithIsolation(level sql.IsolationLevel) Option {
	return func(s *Store) error { return s.database.SetIsolation(level) }
}
