package sqlstore

// Schema makes the store's table, in PostgreSQL and SQLite alike. It can be run again, and has never changed, so it
// needs no migrations. done_at is in milliseconds since 1970 UTC.
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
