// Package pgxstash stores webhook events and purchases with a pgxpool of your own, so that your functions write through a
// pgx.Tx, and so do queries that sqlc wrote for pgx. A mark or a state is committed together with what your function writes,
// or not at all.
//
// The tables are those of the packages [github.com/stash-sdk/stash-go/stash/webhook/sqlstore] and
// [github.com/stash-sdk/stash-go/stash/gameserver/sqlstore], with the same keys. Servers that use this package and servers
// that use those can share them. What those packages say of retention, isolation and functions that run again is true here
// too.
//
// # The pool
//
// Each delivery holds one connection of the pool while it is received. All stores on one pool together use at most half of
// MaxConns; further deliveries wait. So a function can still use a second connection of the pool, though it is better to do
// everything through tx.
//
// When the time of a delivery is over while its function runs, the store closes the connection, and PostgreSQL rolls back.
//
// # pgbouncer
//
// In transaction mode, give the pool's ConnConfig.DefaultQueryExecMode the value QueryExecModeExec,
// QueryExecModeCacheDescribe or QueryExecModeSimpleProtocol. The default mode prepares statements and fails with "prepared
// statement already exists" (42P05).
package pgxstash
