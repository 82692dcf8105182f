// Package sqltx runs functions in database transactions, at most one at a time for each key.
package sqltx

import (
	"database/sql"
	"fmt"
	"strconv"
	"strings"
)

// Dialect is a kind of database.
type Dialect uint8

// The supported databases. The zero Dialect is invalid, so that a forgotten argument is reported.
const (
	PostgreSQL Dialect = iota + 1
	SQLite
)

// Check returns an error if the value is not a supported database.
func (d Dialect) Check() error {
	if d != PostgreSQL && d != SQLite {
		return fmt.Errorf("the dialect is %d; it must be PostgreSQL or SQLite", d)
	}
	return nil
}

// String returns the database's name.
func (d Dialect) String() string {
	switch d {
	case PostgreSQL:
		return "PostgreSQL"
	case SQLite:
		return "SQLite"
	}
	return "unknown database"
}

// Bind replaces the question marks in a query by the database's own placeholders. The stores' queries have no question
// marks inside string literals.
func (d Dialect) Bind(query string) string {
	if d != PostgreSQL {
		return query
	}
	var b strings.Builder
	for n := 1; ; n++ {
		before, after, found := strings.Cut(query, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("$" + strconv.Itoa(n))
		query = after
	}
}

// OneWriter reports whether the database lets only one transaction write at a time. There a second writer fails instead
// of waiting.
func (d Dialect) OneWriter() bool { return d == SQLite }

// isolation is the level of a store's transactions. The database's own default may be another one, at which two changes
// of one row fail instead of waiting.
func (d Dialect) isolation() sql.IsolationLevel {
	if d == PostgreSQL {
		return sql.LevelReadCommitted
	}
	return sql.LevelDefault // SQLite's transactions are serializable, and its drivers take no other level
}

// allows reports whether the database has a level. Read uncommitted is the same as read committed in PostgreSQL.
func (d Dialect) allows(level sql.IsolationLevel) bool {
	switch level {
	case sql.LevelReadCommitted, sql.LevelRepeatableRead, sql.LevelSerializable:
		return d == PostgreSQL
	}
	return false
}
