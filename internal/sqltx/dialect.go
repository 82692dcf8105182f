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
	MySQL // and MariaDB
)

// Check returns an error if the value is not a supported database.
func (d Dialect) Check() error {
	if d < PostgreSQL || d > MySQL {
		return fmt.Errorf("the dialect is %d; it must be PostgreSQL, SQLite or MySQL", d)
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
	case MySQL:
		return "MySQL"
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
	if d == SQLite {
		return sql.LevelDefault // its transactions are serializable, and its drivers take no other level
	}
	return sql.LevelReadCommitted
}

// now is the database's time in milliseconds since 1970 UTC. MySQL's UNIX_TIMESTAMP would depend on the time zone.
func (d Dialect) now() string {
	switch d {
	case PostgreSQL:
		return "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)"
	case MySQL:
		return "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000"
	}
	return "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
}

// allows reports whether the database has a level at which a store is safe. Read uncommitted is the same as read committed
// in PostgreSQL, and shows marks that are rolled back in MySQL.
func (d Dialect) allows(level sql.IsolationLevel) bool {
	switch level {
	case sql.LevelReadCommitted, sql.LevelRepeatableRead, sql.LevelSerializable:
		return d != SQLite
	}
	return false
}
