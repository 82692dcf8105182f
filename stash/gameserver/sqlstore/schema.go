package sqlstore

import "github.com/stash-sdk/stash-go/internal/sqltx"

// Schema creates the store's table, with the same statements for PostgreSQL and SQLite; SchemaMySQL is for MySQL. It does
// nothing if the table exists. transaction_id is "shop/environment/transaction", as [gameserver.Purchases] says. changed_at is the database's
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

// SchemaMySQL is Schema for MySQL and MariaDB. The key is VARBINARY, because texts are equal there in spite of case or
// spaces at the end.
const SchemaMySQL = `CREATE TABLE IF NOT EXISTS stash_purchases (
	transaction_id VARBINARY(255) NOT NULL PRIMARY KEY,
	state          VARCHAR(16)    NOT NULL,
	player_id      TEXT           CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
	content        VARCHAR(64)    NOT NULL,
	changed_at     BIGINT         NOT NULL,
	INDEX (changed_at)
) ENGINE = InnoDB;
`

// Reserved purchases are never deleted: the player may still pay.
var table = sqltx.Table{Name: "stash_purchases", Schema: Schema, MySQL: SchemaMySQL, Key: "transaction_id", Time: "changed_at", Done: "state <> 'reserved'"}

// create inserts a row, because only an existing row can be locked. In SQLite the write itself keeps out other writers; in
// the other databases the lock clause does.
const (
	create      = `INSERT INTO stash_purchases (transaction_id, state, player_id, content, changed_at) VALUES (?, '', '', '', {now}) ON CONFLICT (transaction_id) DO NOTHING`
	createMySQL = `INSERT INTO stash_purchases (transaction_id, state, player_id, content, changed_at) VALUES (?, '', '', '', {now}) ON DUPLICATE KEY UPDATE transaction_id = transaction_id`

	read  = `SELECT state, player_id, content FROM stash_purchases WHERE transaction_id = ?`
	lock  = ` FOR UPDATE`
	write = `UPDATE stash_purchases SET state = ?, player_id = ?, content = ?, changed_at = {now} WHERE transaction_id = ?`
)
