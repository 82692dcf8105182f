package sqltx

// The tables of the stores, without their schemas, which stand where users find them. Reserved purchases are never deleted:
// the player may still pay.
var (
	Events    = Table{Name: "stash_webhook_events", Key: "event_key", Time: "done_at", Done: "1 = 1"}
	Purchases = Table{Name: "stash_purchases", Key: "transaction_id", Time: "changed_at", Done: "state <> 'reserved'"}
)

// The queries of events. MarkNothing is a write that changes nothing. In MySQL a second mark is an error: INSERT IGNORE would
// hide other errors too, and how many rows ON DUPLICATE KEY counts depends on the driver's clientFoundRows.
const (
	MarkNothing = `DELETE FROM stash_webhook_events WHERE 1 = 0`
	Mark        = `INSERT INTO stash_webhook_events (event_key, done_at) VALUES (?, {now}) ON CONFLICT (event_key) DO NOTHING`
	MarkMySQL   = `INSERT INTO stash_webhook_events (event_key, done_at) VALUES (?, {now})`
)

// The queries of purchases. Create inserts a row, because only an existing row can be locked. In SQLite the write itself keeps
// out other writers; in the other databases Lock does, at the end of Read.
const (
	Create      = `INSERT INTO stash_purchases (transaction_id, state, player_id, content, changed_at) VALUES (?, '', '', '', {now}) ON CONFLICT (transaction_id) DO NOTHING`
	CreateMySQL = `INSERT INTO stash_purchases (transaction_id, state, player_id, content, changed_at) VALUES (?, '', '', '', {now}) ON DUPLICATE KEY UPDATE transaction_id = transaction_id`
	Read        = `SELECT state, player_id, content FROM stash_purchases WHERE transaction_id = ?`
	Lock        = ` FOR UPDATE`
	Write       = `UPDATE stash_purchases SET state = ?, player_id = ?, content = ?, changed_at = {now} WHERE transaction_id = ?`
)

// With returns the table with its schemas.
func (t Table) With(schema, mysql string) Table {
	t.Schema, t.MySQL = schema, mysql
	return t
}
