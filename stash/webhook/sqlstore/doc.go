// Package sqlstore remembers in a PostgreSQL or SQLite database which webhook events are done, in the very transaction
// that their effect is stored in. So an event takes effect once, however often it is delivered, to however many
// replicas, and wherever a process dies. Excepted are events whose Repeats is set, such as FREE_ITEM_REDEEMED, which
// gives something away: they have neither an id nor a time, and take effect each time that they come, unless
// webhook.WithKey gives them a key.
//
//	store, err := sqlstore.New(db, sqlstore.PostgreSQL)
//	err = store.CreateTable(ctx) // or run sqlstore.Schema with your migrations
//	handler, err := webhook.NewHandler(secrets,
//		sqlstore.On(func(ctx context.Context, tx *sql.Tx, p *webhook.PurchaseSucceeded) error {
//			_, err := tx.ExecContext(ctx, "INSERT INTO grants …")
//			return err
//		}),
//		webhook.WithStore(store))
//
// Write through tx, and neither commit it nor roll it back. What a receiver does elsewhere, such as a call to another
// service, is not part of the transaction: it is repeated when the process dies or the commit fails, so it must bear
// that.
//
// The package imports no driver; it is tested with pgx and modernc.org/sqlite. With PostgreSQL each delivery that
// is being received holds a connection of the pool. With SQLite one delivery at a time is received in a process, and
// none while a store of purchases on the same sql.DB writes; open the database with a busy timeout, such as
// _pragma=busy_timeout(5000), so that writers elsewhere are waited for.
package sqlstore
