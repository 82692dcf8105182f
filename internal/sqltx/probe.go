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
	var version string
	if t.Dialect == SQLite {
		err := conn.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version)
		if err != nil && conn.QueryRowContext(ctx, "SELECT version()").Scan(&version) == nil {
			return t.mistaken(version)
		}
		if err != nil {
			return err
		}
	} else {
		err := conn.QueryRowContext(ctx, "SELECT version()").Scan(&version)
		if err != nil && conn.QueryRowContext(ctx, "SELECT sqlite_version()").Scan(&version) == nil {
			return t.mistaken("SQLite " + version)
		}
		if err != nil {
			return err
		}
		if !strings.Contains(version, "PostgreSQL") && !strings.Contains(version, "CockroachDB") {
			return t.mistaken(version)
		}
	}
	t.probed.Store(true)
	return nil
}

func (t *Transactions) mistaken(version string) error {
	return fmt.Errorf("the store was made for %s, but the database says that it is %.60q; pass the right dialect to New", t.Dialect, version)
}
