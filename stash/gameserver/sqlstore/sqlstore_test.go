package sqlstore_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/gameserver/sqlstore"
)

// away is a database that cannot be reached.
type away struct{}

var errAway = errors.New("no route to the database")

func (away) Connect(context.Context) (driver.Conn, error) { return nil, errAway }
func (away) Driver() driver.Driver                        { return nil }

func TestNewRefuses(t *testing.T) {
	db := sql.OpenDB(away{})
	defer db.Close()
	if _, err := sqlstore.New(nil, sqlstore.SQLite); err == nil || !strings.Contains(err.Error(), "database is nil") {
		t.Errorf("without a database the error is %v", err)
	}
	if _, err := sqlstore.New(db, 0); err == nil || !strings.Contains(err.Error(), "PostgreSQL, SQLite or MySQL") {
		t.Errorf("without a dialect the error is %v", err)
	}
}

// TestAway checks that nothing is granted while the database cannot be reached.
func TestAway(t *testing.T) {
	db := sql.OpenDB(away{})
	defer db.Close()
	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
	if err != nil {
		t.Fatal(err)
	}
	err = store.Change(t.Context(), "t", func(context.Context, *gameserver.Purchase) error {
		t.Error("the purchase was changed")
		return nil
	})
	if !errors.Is(err, errAway) {
		t.Errorf("the error is %v", err)
	}
	if sqlstore.Tx(t.Context()) != nil {
		t.Error("a context without a purchase has a transaction")
	}
}
