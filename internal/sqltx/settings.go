package sqltx

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Table describes a store's table.
type Table struct {
	Name   string // the default name, which stands in Schema and in the store's queries
	Schema string // for PostgreSQL and SQLite
	MySQL  string // the same for MySQL
	Key    string // the primary key's column
	Time   string // the column with the time of the last change, in milliseconds since 1970 UTC
	Done   string // a condition on rows that may be deleted when they are old
}

// Settings are a store's table and database.
type Settings struct {
	Dialect   Dialect
	table     Table
	name      string // the table's name
	index     string // what its indexes' names begin with
	retention time.Duration
}

// NewSettings returns the settings of a store without options.
func NewSettings(dialect Dialect, table Table) Settings {
	return Settings{Dialect: dialect, table: table, name: table.Name, index: table.Name, retention: DefaultRetention}
}

// DefaultRetention is how long rows are kept unless SetRetention says otherwise.
const DefaultRetention = 90 * 24 * time.Hour

// usualName has 54 characters for the table, because PostgreSQL cuts names off at 63 and the index needs a suffix.
var usualName = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]{0,62}\.)?([A-Za-z_][A-Za-z0-9_]{0,50})$`)

// SetTable replaces the table's name.
func (t *Settings) SetTable(name string) error {
	parts := usualName.FindStringSubmatch(name)
	switch {
	case parts == nil:
		return fmt.Errorf("WithTable: the name is %.60q; it must be letters, digits and underscores, at most 51, after a schema and a dot if there is one", name)
	case parts[1] != "" && t.Dialect == SQLite:
		return errors.New("WithTable: SQLite has no schemas before a table's name")
	}
	t.name, t.index = name, parts[2]
	return nil
}

// TableName returns the table's name.
func (t *Settings) TableName() string { return t.name }

// SetRetention replaces the time that rows are kept.
func (t *Settings) SetRetention(d time.Duration) error {
	if d < 48*time.Hour {
		return fmt.Errorf("WithRetention: the time is %v; Stash repeats events for about a day, so it must be at least 48h", d)
	}
	t.retention = d
	return nil
}

// Query returns a query for the chosen table and the dialect. In the query, question marks are parameters and {now} is the
// database's time in milliseconds since 1970 UTC.
func (t *Settings) Query(query string) string {
	return t.Dialect.Bind(strings.NewReplacer("INDEX IF NOT EXISTS "+t.table.Name, "INDEX IF NOT EXISTS "+t.index, t.table.Name, t.name, "{now}", t.Dialect.now()).Replace(query))
}

const digest = "key-sha256:"

// Key returns a key that every database can hold and index: the key itself, or the digest of one that is long or has
// characters other than printable ASCII.
func Key(key string) string {
	usual := len(key) <= 255 && !strings.HasPrefix(key, digest)
	for _, c := range []byte(key) {
		usual = usual && c >= ' ' && c <= '~'
	}
	if usual {
		return key
	}
	sum := sha256.Sum256([]byte(key))
	return digest + base64.RawURLEncoding.EncodeToString(sum[:])
}
