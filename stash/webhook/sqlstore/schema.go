package sqlstore

// Schema creates the store's table, with the same statements for PostgreSQL and SQLite. It does nothing if the table
// exists. done_at is in milliseconds since 1970 UTC.
const Schema = `CREATE TABLE IF NOT EXISTS stash_webhook_events (
	event_key VARCHAR(255) NOT NULL PRIMARY KEY,
	done_at   BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS stash_webhook_events_done_at ON stash_webhook_events (done_at);
`

const (
	markNothing = `DELETE FROM stash_webhook_events WHERE 1 = 0`

	mark  = `INSERT INTO stash_webhook_events (event_key, done_at) VALUES (?, ?) ON CONFLICT (event_key) DO NOTHING`
	prune = `DELETE FROM stash_webhook_events WHERE done_at < ?`
)
