package sqltx

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestBind(t *testing.T) {
	const query = "INSERT INTO t (a, b) VALUES (?, ?)"
	if got := PostgreSQL.Bind(query); got != "INSERT INTO t (a, b) VALUES ($1, $2)" {
		t.Error(got)
	}
	if got := SQLite.Bind(query); got != query {
		t.Error(got)
	}
	if Dialect(0).Check() == nil || PostgreSQL.Check() != nil || SQLite.Check() != nil || MySQL.Check() != nil || Dialect(4).Check() == nil {
		t.Error("Check accepts the wrong dialects")
	}
}

// coded is an error like those of pgx and pq.
type coded string

func (c coded) Error() string    { return "ERROR: something (SQLSTATE " + string(c) + ")" }
func (c coded) SQLState() string { return string(c) }

// TestHint expects a hint for the errors that it helps with, and none for others.
func TestHint(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string // a part of the hint; empty if no hint is expected
	}{
		{fmt.Errorf("wrapped: %w", coded("42P01")), "sqlstore.Schema"},
		{errors.New("SQL logic error: no such table: stash_purchases (1)"), "sqlstore.Schema"},
		{errors.New("database is locked (5) (SQLITE_BUSY)"), "busy timeout"},
		{errors.New("Error 1146 (42S02): Table 'test.stash_purchases' doesn't exist"), "SchemaMySQL"},
		{errors.New("Error 1665 (HY000): Cannot execute statement: impossible to write to binary log"), "binlog_format"},
		{errors.New("Error 1406 (22001): Data too long for column 'event_key' at row 1"), "255"},
		{coded("22001"), "255"},
		{coded("40001"), ""},
		{errors.New("driver: bad connection"), ""},
	} {
		if got := Hint(c.err); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%v: the hint is %q, want one with %q", c.err, got, c.want)
		}
	}
}
