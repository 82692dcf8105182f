// Package sqlstore marks webhook events as done in a PostgreSQL or SQLite database. It writes the mark in the same
// transaction as your grant, so each event takes effect once: repeated deliveries, several replicas and crashes do not
// change that.
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
// Write through tx. Do not commit it or roll it back: the store does that. Work outside the transaction, such as a call
// to another service, is repeated if the process dies or the commit fails, so it must be safe to repeat.
//
// The package imports no driver. It is tested with pgx and modernc.org/sqlite. With PostgreSQL each delivery holds one
// connection of the pool while it is received. With SQLite a process receives one delivery at a time, and waits while
// another store on the same sql.DB writes. Open a SQLite database with a busy timeout, such as
// _pragma=busy_timeout(5000), so that it waits for writers in other processes.
package sqlstore
