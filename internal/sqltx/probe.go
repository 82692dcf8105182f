package sqltx

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// probe checks once that the database is what the dialect says. Otherwise the first purchase would fail with a syntax
// error, far from the mistake.
func (t *Transactions) probe(ctx context.Context, conn *sql.Conn) error {
	if t.probed.Load() {
		return nil
	}
	is, err := t.Dialect.recognizes(ctx, conn)
	if is != "" {
		t.probed.Store(true)
		return nil
	}
	for _, other := range []Dialect{PostgreSQL, SQLite, MySQL} {
		if is, _ := other.recognizes(ctx, conn); is != "" {
			return fmt.Errorf("the store was made for %s, but the database says that it is %.60q; pass the right dialect to New", t.Dialect, is)
		}
	}
	if err == nil {
		err = fmt.Errorf("the store was made for %s, but the database is another one", t.Dialect)
	}
	return err
}

// recognizes returns the database's name and version if it is of the dialect. MySQL's version() has no name in it, but no
// other database has @@version.
func (d Dialect) recognizes(ctx context.Context, conn *sql.Conn) (is string, err error) {
	query := map[Dialect]string{PostgreSQL: "SELECT version()", SQLite: "SELECT sqlite_version()", MySQL: "SELECT @@version"}[d]
	var version string
	if err := conn.QueryRowContext(ctx, query).Scan(&version); err != nil {
		return "", err
	}
	if d != PostgreSQL {
		return d.String() + " " + version, nil
	}
	if strings.Contains(version, "PostgreSQL") || strings.Contains(version, "CockroachDB") {
		return version, nil
	}
	return "", nil
}
