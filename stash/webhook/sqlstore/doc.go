// Package sqlstore marks webhook events as done in a PostgreSQL, SQLite, MySQL or MariaDB database. It writes the mark in
// the same transaction as your grant, so each event takes effect once: repeated deliveries, several replicas and crashes do
// not change that.
//
// Events with Repeats set, such as FREE_ITEM_REDEEMED, are the exception. They carry neither an id nor a time, so they
// take effect at every delivery, unless webhook.WithKey gives them a key.
//
//	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
//	err = store.CreateTable(ctx) // or run sqlstore.Schema in your migrations
//	handler, err := webhook.NewHandler(secrets,
//		sqlstore.On(func(ctx context.Context, tx *sql.Tx, p *webhook.PurchaseSucceeded) error {
//			_, err := tx.ExecContext(ctx, "INSERT INTO grants …")
//			return err
//		}),
//		webhook.WithStore(store))
//
// Write through tx. Do not commit it or roll it back: the store does that. A receiver may be called more than once for an
// event: after a deadlock or a serialization failure the store rolls back and calls it again, and Stash sends the event
// again if the process dies or the commit fails. What was written through tx is undone each time. Work outside the
// transaction, such as a call to another service, must be safe to repeat.
//
// A mark's key is "shop/environment/type:id", so several shops, or test and production, can share a table. See
// [webhook.WithStore].
//
// # PostgreSQL
//
// Each delivery holds one connection of the pool while it is received. All stores on one sql.DB together use at most half
// of SetMaxOpenConns; further deliveries wait. So a receiver can still use a second connection of the pool, though it is
// better to do everything through tx. The transactions are read committed, whatever the database's default is; see
// WithIsolation.
//
// The package imports no driver. It is tested with pgx 5. Behind pgbouncer in transaction mode, open pgx with
// default_query_exec_mode=exec, cache_describe or simple_protocol: its default mode prepares statements, and fails with
// "prepared statement already exists" (42P05). lib/pq works there as it is.
//
// # MySQL and MariaDB
//
// What is said of PostgreSQL's pool and isolation is true here too. It is tested with MariaDB 10.11 and
// github.com/go-sql-driver/mysql. Pruning needs SKIP LOCKED: MariaDB 10.6 or MySQL 8.0. The table must be InnoDB, and so must
// yours: what is written to another engine is not rolled back. SchemaMySQL makes the table.
//
// Return each error of the database. A deadlock rolls back the whole transaction, also the mark; if a receiver hides the
// error, the store notices and returns an error. Do not run CREATE TABLE or other statements that commit by themselves.
//
// # SQLite
//
// A process receives one delivery at a time, and waits while another store on the same sql.DB writes. Open the database
// with a busy timeout, such as _pragma=busy_timeout(5000), so that it waits for writers in other processes.
//
// It is tested with modernc.org/sqlite; use version 1.46.1 or later, or github.com/mattn/go-sqlite3 1.14.53 or later. Older
// modernc versions keep the transaction open after a COMMIT that met a reader. The store rolls such a transaction back, but
// your own transactions would have the same fault.
package sqlstore
