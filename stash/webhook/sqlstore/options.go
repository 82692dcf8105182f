package sqlstore

import (
	"database/sql"
	"time"

	"github.com/stash-sdk/stash-go/internal/sqltx"
)

// Option is a setting of a Store.
type Option func(*Store) error

// DefaultRetention is how long marks are kept without WithRetention: 90 days. Stash repeats an event for about a day. But
// the plain signature carries no time, so a delivery that somebody recorded stays valid for as long as the secret, also
// after its versioned header is removed. It takes effect again once its mark is deleted. So replace a secret at least as
// often as marks are deleted, or keep the marks longer.
const DefaultRetention = sqltx.DefaultRetention

// WithRetention sets how long marks are kept. The minimum is 48 hours.
func WithRetention(d time.Duration) Option {
	return func(s *Store) error { return s.database.SetRetention(d) }
}

// WithTable sets the table's name. The default is stash_webhook_events. A name in PostgreSQL or MySQL may have a
// schema and a dot before it.
func WithTable(name string) Option {
	return func(s *Store) error { return s.database.SetTable(name) }
}

// WithIsolation sets the isolation level of the transactions in PostgreSQL and MySQL. The default is [sql.LevelReadCommitted],
// whatever the database's own default is: at the higher levels, two receivers that change the same row collide, and one of
// them is rolled back and called again. SQLite has only one level, so the option is an error there.
func WithIsolation(level sql.IsolationLevel) Option {
	return func(s *Store) error { return s.database.SetIsolation(level) }
}
