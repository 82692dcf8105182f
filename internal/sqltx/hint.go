package sqltx

import (
	"errors"
	"strings"
)

// Hint is what to do about a database's error, to stand behind it; nothing where the error says it all, or where the
// next call of Stash does.
func Hint(err error) string {
	var coded interface{ SQLState() string } // pgx and pq have it
	state := ""
	if errors.As(err, &coded) {
		state = coded.SQLState()
	}
	switch text := err.Error(); {
	case state == "42P01" || strings.Contains(text, "no such table"):
		return "; make the table with CreateTable, or run sqlstore.Schema with your migrations"
	case strings.Contains(text, "database is locked"):
		return "; another program or connection is writing: open the database with a busy timeout, such as _pragma=busy_timeout(5000)"
	case state == "22001":
		return "; the key is longer than the table's column, which is 255 characters"
	}
	return ""
}
