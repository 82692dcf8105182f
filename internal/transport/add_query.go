package transport

import (
	"context"
	"net/http"
	"slices"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// AddQuery returns an editor that adds a parameter to the query. Two editors may add the same one: it is a list then.
func AddQuery(name, value string) Editor {
	wrong := checkName("query parameter", name)
	if wrong == nil && !utf8.ValidString(value) {
		wrong = &wire.Problem{Field: "the extra query parameter " + name, What: notUTF8}
	}
	return func(ctx context.Context, req *http.Request) error {
		if wrong != nil {
			return wrong
		}
		if own := perCallOf(ctx); !slices.Contains(own.query, name) {
			if req.URL.Query().Has(name) {
				return &wire.Problem{Field: "the extra query parameter " + name, What: "is in the query already; set it there, or leave it out there"}
			}
			own.query = append(own.query, name)
		}
		query := Query{buf: []byte(req.URL.RawQuery)}
		query.Text(name, value)
		req.URL.RawQuery = query.Encode()
		return nil
	}
}
