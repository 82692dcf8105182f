package sqltx

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// CreateTable runs the table's schema, unless the table exists. Two PostgreSQL sessions that create a table at the same
// moment do not see each other's table, and the second fails at the catalogue's unique index. So replicas that start
// together take turns.
func (t *Transactions) CreateTable(ctx context.Context) error {
	exists, err := t.exists(ctx)
	if err != nil || exists {
		return err
	}
	if t.Dialect == MySQL { // its CREATE TABLE would end a transaction
		_, err := t.DB.ExecContext(ctx, t.Schema())
		return err
	}
	return t.Run(ctx, "", func(ctx context.Context, tx *sql.Tx) (bool, error) {
		if t.Dialect == PostgreSQL {
			if _, err := tx.ExecContext(ctx, LockSchema); err != nil {
				return false, err
			}
		}
		_, err := tx.ExecContext(ctx, t.Schema())
		return true, err
	})
}

// Columns returns a query that fails if the table lacks a column that the store needs.
func (t *Settings) Columns() string {
	return t.Query("SELECT " + t.table.Key + ", " + t.table.Time + " FROM " + t.table.Name + " WHERE 1 = 0")
}

// Schema returns the statements that create the table.
func (t *Settings) Schema() string {
	if t.Dialect == MySQL {
		return t.Query(t.table.MySQL)
	}
	return t.Query(t.table.Schema)
}

// exists reports whether the table has the columns that the store needs. A program whose role may not create tables can
// call CreateTable then.
func (t *Transactions) exists(ctx context.Context) (bool, error) {
	conn, err := t.DB.Conn(ctx)
	if err != nil {
		return false, fmt.Errorf("the database cannot be reached: %w", err)
	}
	defer conn.Close()
	if err := t.probe(ctx, conn); err != nil {
		return false, err
	}
	rows, err := conn.QueryContext(ctx, t.Columns())
	if err != nil {
		return false, nil // CreateTable finds out why
	}
	if err := errors.Join(rows.Close(), rows.Err()); err != nil || t.Dialect != MySQL {
		return true, err
	}
	return true, t.careful(ctx, conn)
}

// careful refuses a MySQL table that would double or lose purchases without an error: one whose engine has no
// transactions, or whose keys are texts, which are equal there in spite of case or spaces at the end.
func (t *Transactions) careful(ctx context.Context, conn *sql.Conn) error {
	schema, name, found := strings.Cut(t.name, ".")
	if !found {
		schema, name = "", t.name
	}
	var transactions, column string
	switch err := conn.QueryRowContext(ctx, describe, schema, name, t.table.Key).Scan(&transactions, &column); {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case !strings.EqualFold(transactions, "YES"):
		return fmt.Errorf("the engine of table %s has no transactions, so a mark would stay when its grant is rolled back; use InnoDB, as in sqlstore.SchemaMySQL", t.name)
	case !strings.EqualFold(column, "varbinary"):
		return fmt.Errorf("the column %s of table %s is %s, so keys that differ by case or by spaces at the end would be one; use VARBINARY(255), as in sqlstore.SchemaMySQL",
			t.table.Key, t.name, column)
	}
	return nil
}

const describe = `SELECT e.transactions, c.data_type FROM information_schema.tables t
	JOIN information_schema.engines e ON e.engine = t.engine
	JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name
	WHERE t.table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND t.table_name = ? AND c.column_name = ?`

// LockSchema waits until no other CreateTable is running in the database. The number is "stash" in ASCII.
const LockSchema = `SELECT pg_advisory_xact_lock(495873782632)`
