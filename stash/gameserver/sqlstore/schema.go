package sqlstore

import "github.com/stash-sdk/stash-go/internal/sqltx"

// Schema creates the store's table, with the same statements for PostgreSQL and SQLite. It does nothing if the table
// exists. transaction_id is "shop/environment/transaction", as [gameserver.Purchases] says. changed_at is the database's
// time in milliseconds since 1970 UTC. With WithTable, replace stash_purchases by your name.
const Schema = `CREATE TABLE IF NOT EXISTS stash_purchases (
	transaction_id VARCHAR(255) NOT NULL PRIMARY KEY,
	state          VARCHAR(16)  NOT NULL,
	player_id      TEXT         NOT NULL,
	content        VARCHAR(64)  NOT NULL,
	changed_at     BIGINT       NOT NULL
);
CREATE INDEX IF NOT EXISTS stash_purchases_changed_at ON stash_purchases (changed_at);
`

// Reserved purchases are never deleted: the player may still pay.
var table = sqltx.Table{Name: "stash_purchases", Schema: Schema, Key: "transaction_id", Time: "changed_at", Done: "state <> 'reserved'"}

// create inserts a row, because only an existing row can be locked. In SQLite the write itself keeps out other writers; in
// PostgreSQL the lock clause does.
const (
	create = `INSERT INTO stash_purchases (transaction_id, state, player_id, content, changed_at) VALUES (?, '', '', '', {now}) ON CONFLICT (transaction_id) DO NOTHING`
	read   = `SELECT state, player_id, content FROM stash_purchases WHERE transaction_id = ?`
	lock   = ` FOR UPDATE`
	write  = `UPDATE stash_purchases SET state = ?, player_id = ?, content = ?, changed_at = {now} WHERE transaction_id = ?`
)
