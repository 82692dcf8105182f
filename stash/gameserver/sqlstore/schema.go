package sqlstore

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
