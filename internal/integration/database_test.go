package integration

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

const secret = "fake-webhook-secret"

// grants has no unique key, so that a second grant is visible.
const grants = `CREATE TABLE grants (order_id TEXT NOT NULL, player TEXT NOT NULL, quantity INTEGER NOT NULL)`

// database is a fresh database with its driver and address.
type database struct {
	*sql.DB
	driver, dsn string
}

func dialectOf(driver string) sqlstore.Dialect {
	switch driver {
	case "pgx":
		return sqlstore.PostgreSQL
	case "mysql":
		return sqlstore.MySQL
	}
	return sqlstore.SQLite
}

// databases runs a test on SQLite, and on the PostgreSQL and the MariaDB that run.sh starts.
func databases(t *testing.T, test func(t *testing.T, db *database)) {
	t.Run("SQLite", func(t *testing.T) {
		test(t, open(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "test.db")+"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)"))
	})
	servers(t, test)
}

// servers runs a test on the databases that let several transactions write at the same time.
func servers(t *testing.T, test func(t *testing.T, db *database)) {
	t.Run("PostgreSQL", func(t *testing.T) { test(t, postgres(t)) })
	t.Run("MariaDB", func(t *testing.T) { test(t, mariadb(t)) })
}

// postgres is the PostgreSQL that run.sh starts, with fresh tables.
func postgres(t *testing.T) *database {
	t.Helper()
	dsn := os.Getenv("STASH_POSTGRES")
	if dsn == "" {
		t.Skip("STASH_POSTGRES is not set: run.sh starts a PostgreSQL and sets it")
	}
	return open(t, "pgx", dsn)
}

// mariadb is the MariaDB that run.sh starts, with fresh tables.
func mariadb(t *testing.T) *database {
	t.Helper()
	dsn := os.Getenv("STASH_MYSQL")
	if dsn == "" {
		t.Skip("STASH_MYSQL is not set: run.sh starts a MariaDB and sets it")
	}
	if err := mysql.SetLogger(&mysql.NopLogger{}); err != nil { // it reports each connection that a test tears
		t.Fatal(err)
	}
	return open(t, "mysql", dsn)
}

// again opens a pool of its own on the same database, like another server. The text is added to the address.
func (d *database) again(t *testing.T, text string) *database {
	t.Helper()
	db, err := sql.Open(d.driver, d.dsn+text)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(20)
	return &database{DB: db, driver: d.driver, dsn: d.dsn}
}

func open(t *testing.T, driver, dsn string) *database {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	for _, statement := range []string{"DROP TABLE IF EXISTS grants", "DROP TABLE IF EXISTS stash_webhook_events", "DROP TABLE IF EXISTS stash_purchases", grants} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	d := &database{DB: db, driver: driver, dsn: dsn}
	if err := d.store(t).CreateTable(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

func (d *database) store(t *testing.T, opts ...sqlstore.Option) *sqlstore.Store {
	t.Helper()
	store, err := sqlstore.New(d.DB, dialectOf(d.driver), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// count returns the number that a query selects.
func (d *database) count(t *testing.T, query string) (n int) {
	t.Helper()
	if err := d.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
