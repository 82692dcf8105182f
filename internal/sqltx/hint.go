package sqltx

import (
	"errors"
	"strings"
)

// Hint returns what to do about a database error, to append to its text. It is empty if the error says enough, or if the
// call works when Stash repeats it.
func Hint(err error) string {
	var coded interface{ SQLState() string } // implemented by the errors of pgx and pq
	state := ""
	if errors.As(err, &coded) {
		state = coded.SQLState()
	}
	switch text := err.Error(); {
	case state == "42P01" || strings.Contains(text, "no such table"):
		return "; create the table with CreateTable, or run sqlstore.Schema in your migrations"
	case strings.Contains(text, "database is locked"):
		return "; another program or connection is writing: open the database with a busy timeout, such as _pragma=busy_timeout(5000)"
	case state == "22001":
		return "; the key is longer than the table's column, which is 255 characters"
	}
	return ""
}
