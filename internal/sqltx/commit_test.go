package sqltx

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// stubborn is a SQLite whose first COMMIT fails and leaves the transaction open, as modernc.org/sqlite before 1.46 did
// when it met a reader.
type stubborn struct {
	open    bool
	commits int
	log     []string
}

func (s *stubborn) Connect(context.Context) (driver.Conn, error) { return s, nil }
func (s *stubborn) Driver() driver.Driver                        { return nil }
func (s *stubborn) Prepare(string) (driver.Stmt, error)          { return nil, errors.New("not needed") }
func (s *stubborn) Close() error                                 { return nil }

func (s *stubborn) Begin() (driver.Tx, error) {
	if s.open {
		return nil, errors.New("cannot start a transaction within a transaction")
	}
	s.open = true
	return s, nil
}

func (s *stubborn) Commit() error {
	if s.commits++; s.commits == 1 {
		return errors.New("database is locked")
	}
	s.open = false
	return nil
}

func (s *stubborn) Rollback() error { s.open = false; return nil }

func (s *stubborn) ExecContext(_ context.Context, query string, _ []driver.NamedValue) (driver.Result, error) {
	s.log = append(s.log, query)
	if query == "ROLLBACK" {
		s.open = false
	}
	return driver.RowsAffected(1), nil
}

func (s *stubborn) QueryContext(context.Context, string, []driver.NamedValue) (driver.Rows, error) {
	return &version{}, nil
}

// version is the one row that SELECT sqlite_version() gives.
type version struct{ read bool }

func (*version) Columns() []string { return []string{"version"} }
func (*version) Close() error      { return nil }

func (v *version) Next(dest []driver.Value) error {
	if v.read {
		return io.EOF
	}
	v.read, dest[0] = true, "3.50.0"
	return nil
}

// TestFailedCommitIsRolledBack checks that the connection can be used again after a COMMIT that failed.
func TestFailedCommitIsRolledBack(t *testing.T) {
	fake := &stubborn{}
	db := sql.OpenDB(fake)
	defer db.Close()
	db.SetMaxOpenConns(1)
	tx, err := New(db, SQLite, Table{Name: "t"})
	if err != nil {
		t.Fatal(err)
	}
	yes := func(context.Context, *sql.Tx) (bool, error) { return true, nil }
	if err := tx.Run(t.Context(), "k", yes); err == nil || !strings.Contains(err.Error(), "could not be committed: database is locked") {
		t.Errorf("the first error is %v", err)
	}
	if err := tx.Run(t.Context(), "k", yes); err != nil {
		t.Errorf("the next call: %v", err)
	}
	if got := strings.Join(fake.log, ", "); got != "ROLLBACK" {
		t.Errorf("statements are %s, want one ROLLBACK", got)
	}
}

// TestRepeatable tells the errors after which a transaction can succeed from others.
func TestRepeatable(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want bool
	}{
		{coded("40001"), true}, {coded("40P01"), true}, {errors.New("Error 1213 (40001): Deadlock found when trying to get lock"), true},
		{fmt.Errorf("wrapped: %w", errors.New("Error 1205 (HY000): Lock wait timeout exceeded")), true}, {errors.New("ERROR 1020 (HY000): Record has changed since last read"), true},
		{coded("23505"), false}, {errors.New("40001 gems"), false}, {errors.New("Error 1062 (23000): Duplicate entry 'Error 1213 (40001)' for key"), false}, {nil, false},
	} {
		if got := Repeatable(tt.err); got != tt.want {
			t.Errorf("%v: %v", tt.err, got)
		}
	}
}

// TestRunGivesUp checks that a function which always collides is not run for ever.
func TestRunGivesUp(t *testing.T) {
	db := sql.OpenDB(&stubborn{commits: 1})
	defer db.Close()
	tx, err := New(db, SQLite, Table{Name: "t"})
	if err != nil {
		t.Fatal(err)
	}
	runs := 0
	if err := tx.Run(t.Context(), "k", func(context.Context, *sql.Tx) (bool, error) { runs++; return true, coded("40001") }); err == nil || runs != attempts {
		t.Errorf("%d runs, want %d: %v", runs, attempts, err)
	}
}

func TestTableNames(t *testing.T) {
	for name, want := range map[string]bool{
		"events": true, "Events_2": true, "game.events": true, "": false, "2events": false, "a b": false, "a;b": false, "a.b.c": false,
		strings.Repeat("x", 51): true, strings.Repeat("x", 52): false, `"a"`: false,
	} {
		if err := (&Settings{Dialect: PostgreSQL}).SetTable(name); (err == nil) != want {
			t.Errorf("%q: %v", name, err)
		}
	}
	if (&Settings{Dialect: SQLite}).SetTable("game.events") == nil {
		t.Error("SQLite takes a schema")
	}
	tx := NewSettings(PostgreSQL, Table{Name: "stash_x"})
	if err := tx.SetTable("game.stash_x"); err != nil {
		t.Fatal(err)
	}
	if got := tx.Query("CREATE INDEX IF NOT EXISTS stash_x_at ON stash_x (at)"); got != "CREATE INDEX IF NOT EXISTS stash_x_at ON game.stash_x (at)" {
		t.Error(got)
	}
}

func TestKey(t *testing.T) {
	seen := map[string]bool{}
	for _, key := range []string{"a", "A", "a ", "a\x00", "a\xff", "ä", strings.Repeat("a", 255), strings.Repeat("a", 256), Key("ä")} {
		stored := Key(key)
		if seen[stored] || len(stored) > 255 || strings.ContainsAny(stored, "\x00ä") {
			t.Errorf("%.40q is stored as %.60q", key, stored)
		}
		seen[stored] = true
	}
}
