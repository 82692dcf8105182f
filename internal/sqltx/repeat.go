package sqltx

import (
	"context"
	"errors"
	"math/rand/v2"
	"regexp"
	"time"
)

// attempts is how often Repeat tries a transaction that the database rolled back because of other transactions.
const attempts = 5

// Repeat runs a transaction again as long as its error is Repeatable, up to five times in all.
func Repeat(ctx context.Context, attempt func() error) error {
	for n := 1; ; n++ {
		err := attempt()
		if n == attempts || !Repeatable(err) {
			return err
		}
		// The transactions that collided wait for different times, so that they do not collide again.
		pause := time.NewTimer(rand.N(10 * time.Millisecond << n))
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return err
		}
	}
}

// Repeatable reports whether a transaction failed because of other transactions, so that it can succeed when it is rolled
// back and run again: a serialization failure, a deadlock, or in MySQL a lock that took too long.
func Repeatable(err error) bool {
	switch state(err) {
	case "40001", "40P01":
		return true
	}
	switch number(err) {
	case "1213", "1205", "1020":
		return true
	}
	return false
}

// Duplicate reports whether MySQL refused a row because its key is there.
func Duplicate(err error) bool { return number(err) == "1062" }

// state returns an error's SQLSTATE, or the empty string. The errors of pgx and lib/pq have one.
func state(err error) string {
	var coded interface{ SQLState() string }
	if errors.As(err, &coded) {
		return coded.SQLState()
	}
	return ""
}

// mysqlError is how an error of a MySQL driver begins. It is looked for in the text, because the errors have no method that
// gives the number, and this package imports no driver. The text of other errors may follow a colon.
var mysqlError = regexp.MustCompile(`(?i)(?:^|: |\n)error (\d{4}) \((?:[0-9A-Z]{5})\)`)

// number returns MySQL's number of an error, or the empty string.
func number(err error) string {
	if err == nil {
		return ""
	}
	if found := mysqlError.FindStringSubmatch(err.Error()); found != nil {
		return found[1]
	}
	return ""
}
