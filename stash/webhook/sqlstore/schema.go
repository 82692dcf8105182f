package sqlstore

import "github.com/stash-sdk/stash-go/internal/sqltx"

// Schema creates the store's table, with the same statements for PostgreSQL and SQLite. It does nothing if the table
// exists. event_key is "shop/environment/type:id", as [webhook.WithStore] says. done_at is the database's time in
// milliseconds since 1970 UTC. With WithTable, replace stash_webhook_events by your name.
const Schema = `CREATE TABLE IF NOT EXISTS stash_webhook_events (
	event_key VARCHAR(255) NOT NULL PRIMARY KEY,
	done_at   BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS stash_webhook_events_done_at ON stash_webhook_events (done_at);
`

var table = sqltx.Table{Name: "stash_webhook_events", Schema: Schema, Key: "event_key", Time: "done_at", Done: "1 = 1"}

const (
	markNothing = `DELETE FROM stash_webhook_events WHERE 1 = 0`

	mark = `INSERT INTO stash_webhook_events (event_key, done_at) VALUES (?, {now}) ON CONFLICT (event_key) DO NOTHING`
)
