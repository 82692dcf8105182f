package sqltx

import "strings"

// Hint returns what to do about a database error, to append to its text. It is empty if the error says enough, or if the
// call works when Stash repeats it.
func Hint(err error) string {
	state, number := state(err), number(err)
	switch text := err.Error(); {
	case state == "42P01" || number == "1146" || strings.Contains(text, "no such table"):
		return "; create the table with CreateTable, or run sqlstore.Schema (SchemaMySQL) in your migrations; in SQLite, each connection to :memory: has tables of its own"
	case strings.Contains(text, "database is locked"):
		return "; another program or connection is writing: open the database with a busy timeout, such as _pragma=busy_timeout(5000)"
	case number == "1665":
		return "; MySQL cannot log read committed transactions as statements: set binlog_format to ROW or MIXED"
	case state == "22001" || number == "1406":
		return "; the key is longer than the table's column, which must have 255 characters"
	case state == "42P05" || state == "26000":
		return "; a pooler such as pgbouncer in transaction mode shares connections: open pgx with default_query_exec_mode=exec"
	}
	return ""
}
