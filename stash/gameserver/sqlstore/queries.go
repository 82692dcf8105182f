package sqlstore

// queries are the statements in a database's own words.
type queries struct{ make, read, write string }

var postgres = queries{
	make:  `INSERT INTO stash_purchases (transaction_id, state, player_id, content, changed_at) VALUES ($1, '', '', '', $2) ON CONFLICT (transaction_id) DO NOTHING`,
	read:  `SELECT state, player_id, content FROM stash_purchases WHERE transaction_id = $1 FOR UPDATE`,
	write: `UPDATE stash_purchases SET state = $1, player_id = $2, content = $3, changed_at = $4 WHERE transaction_id = $5`,
}

var sqlite = queries{
	make:  `INSERT INTO stash_purchases (transaction_id, state, player_id, content, changed_at) VALUES (?, '', '', '', ?) ON CONFLICT (transaction_id) DO NOTHING`,
	read:  `SELECT state, player_id, content FROM stash_purchases WHERE transaction_id = ?`,
	write: `UPDATE stash_purchases SET state = ?, player_id = ?, content = ?, changed_at = ? WHERE transaction_id = ?`,
}
