package sqltx

import "testing"

func TestBind(t *testing.T) {
	const query = "INSERT INTO t (a, b) VALUES (?, ?)"
	if got := PostgreSQL.Bind(query); got != "INSERT INTO t (a, b) VALUES ($1, $2)" {
		t.Error(got)
	}
	if got := SQLite.Bind(query); got != query {
		t.Error(got)
	}
	if Dialect(0).Check() == nil || PostgreSQL.Check() != nil || SQLite.Check() != nil {
		t.Error("Check takes the wrong dialects")
	}
}
