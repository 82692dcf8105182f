package sqltx

import (
	"errors"
	"strings"
)

// Repeatable reports whether the database rolled a transaction back because of other transactions, so that it can
// succeed when it is run again: a serialization failure, or a deadlock.
func Repeatable(err error) bool {
	switch state(err) {
	case "40001", "40P01":
		return true
	}
	return err != nil && strings.Contains(err.Error(), "Error 1213 (40001)") // MySQL's deadlock, whose error has no SQLState
}

// state returns an error's SQLSTATE, or the empty string. The errors of pgx and lib/pq have one.
func state(err error) string {
	var coded interface{ SQLState() string }
	if errors.As(err, &coded) {
		return coded.SQLState()
	}
	return ""
}
