package sqlstore

// Schema creates the store's table, with the same statements for PostgreSQL and SQLite; SchemaMySQL is for MySQL. It does
// nothing if the table exists. event_key is "shop/environment/type:id", as [webhook.WithStore] says. done_at is the database's time in
// milliseconds since 1970 UTC. With WithTable, replace stash_webhook_events by your name.
const Schema = `CREATE TABLE IF NOT EXISTS stash_webhook_events (
	event_key VARCHAR(255) NOT NULL PRIMARY KEY,
	done_at   BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS stash_webhook_events_done_at ON stash_webhook_events (done_at);
`

// SchemaMySQL is Schema for MySQL and MariaDB. The key is VARBINARY, because texts are equal there in spite of case or
// spaces at the end.
const SchemaMySQL = `CREATE TABLE IF NOT EXISTS stash_webhook_events (
	event_key VARBINARY(255) NOT NULL PRIMARY KEY,
	done_at   BIGINT NOT NULL,
	INDEX (done_at)
) ENGINE = InnoDB;
`
