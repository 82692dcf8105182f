package sqlstore

import "github.com/stash-sdk/stash-go/internal/sqltx"

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

var table = sqltx.Table{Name: "stash_webhook_events", Schema: Schema, MySQL: SchemaMySQL, Key: "event_key", Time: "done_at", Done: "1 = 1"}

const (
	markNothing = `DELETE FROM stash_webhook_events WHERE 1 = 0`

	mark = `INSERT INTO stash_webhook_events (event_key, done_at) VALUES (?, {now}) ON CONFLICT (event_key) DO NOTHING`

	// In MySQL a second mark is an error. INSERT IGNORE would hide other errors too, and how many rows ON DUPLICATE KEY
	// counts depends on the driver's clientFoundRows.
	markMySQL = `INSERT INTO stash_webhook_events (event_key, done_at) VALUES (?, {now})`
)
