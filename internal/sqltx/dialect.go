// Package sqltx runs what belongs to a key in a database transaction, one at a time for each key.
package sqltx

import (
	"fmt"
	"strconv"
	"strings"
)

// Dialect is a kind of database.
type Dialect uint8

// The databases that are tested. The zero Dialect is none, so that forgetting it is noticed.
const (
	PostgreSQL Dialect = iota + 1
	SQLite
)

// Check refuses a value that is none of the databases.
func (d Dialect) Check() error {
	if d != PostgreSQL && d != SQLite {
		return fmt.Errorf("the dialect is %d; it must be PostgreSQL or SQLite", d)
	}
	return nil
}

// String is the database's name.
func (d Dialect) String() string {
	switch d {
	case PostgreSQL:
		return "PostgreSQL"
	case SQLite:
		return "SQLite"
	}
	return "unknown database"
}

// Bind writes a query's question marks as the database wants its parameters. Our queries have none in texts.
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

// OneWriter reports whether only one transaction at a time can write, so that a second one fails instead of waiting.
func (d Dialect) OneWriter() bool { return d == SQLite }
