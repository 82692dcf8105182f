package transport

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// locate fills the route template with path values. Each value is escaped, so it stays one segment. A value that could
// reach another route is refused.
func (b base) locate(op *Operation, values []string, query string) (url.URL, error) {
	u := url.URL{Scheme: b.scheme, Host: b.host, RawQuery: query}
	if len(values) == 0 {
		u.Path = b.path + op.Path
	} else {
		escaped, err := op.fill(b.path, values)
		if err != nil {
			return url.URL{}, err
		}
		u.Path = escaped
	}
	if err := checkQuery(query); err != nil {
		return url.URL{}, err
	}
	// Most paths contain nothing to escape. The others need both forms, and so does one that must be sent as it is.
	if op.WholePath || strings.IndexByte(u.Path, '%') >= 0 {
		plain, err := url.PathUnescape(u.Path)
		if err != nil {
			return url.URL{}, err
		}
		u.RawPath, u.Path = u.Path, plain
	}
	return u, nil
}

func (op *Operation) fill(prefix string, values []string) (string, error) {
	var path strings.Builder
	path.Grow(len(prefix) + len(op.Path) + 64)
	path.WriteString(prefix)
	rest := op.Path
	for _, value := range values {
		before, after, _ := strings.Cut(rest, "{")
		name, after, _ := strings.Cut(after, "}")
		path.WriteString(before)
		if err := op.writeValue(&path, name, value); err != nil {
			return "", err
		}
		rest = after
	}
	path.WriteString(rest)
	return path.String(), nil
}

func (op *Operation) writeValue(path *strings.Builder, name, value string) error {
	if op.WholePath {
		path.WriteString(value) // checked by DoAny
		return nil
	}
	if slices.Contains(op.Styled, name) {
		return writeStyled(path, name, value)
	}
	segments := []string{value}
	if op.Segments {
		segments = strings.Split(value, "/")
	}
	for i, segment := range segments {
		switch {
		case !utf8.ValidString(segment):
			return &wire.Problem{Field: name, What: notUTF8}
		case value == "":
			return &wire.Problem{Field: name, What: "is empty; it must be set"}
		case segment == "":
			return &wire.Problem{Field: name, What: "has an empty segment; remove leading, trailing and doubled slashes"}
		case segment == "." || segment == "..":
			return &wire.Problem{Field: name, What: "must not be . or .. because the request would reach another route"}
		}
		if i > 0 {
			path.WriteByte('/')
		}
		path.WriteString(url.PathEscape(segment))
	}
	return nil
}

func writeStyled(path *strings.Builder, name, value string) error {
	plain, err := url.PathUnescape(value)
	switch {
	case err != nil || !utf8.ValidString(plain):
		return &wire.Problem{Field: name, What: notUTF8}
	case plain == "." || plain == "..":
		return &wire.Problem{Field: name, What: "must not make the path . or .. because the request would reach another route"}
	}
	path.WriteString(value)
	return nil
}

// PathStyle returns a function that returns a path value as the generator's runtime has styled it, and reports its error to
// add. The texts are those of the value's entries: one that is empty or has a separator of the style is an error, because
// the server would read others.
func PathStyle(name, separators string, add func(error), texts ...string) func(styled string, err error) string {
	return func(styled string, err error) string {
		add(err)
		if len(texts) == 0 {
			add(&wire.Problem{Field: name, What: "has no entries; it must have at least 1"})
		}
		for _, text := range texts {
			if text == "" {
				add(&wire.Problem{Field: name, What: "is empty or has an empty entry; set it"})
			}
			if strings.ContainsAny(text, separators) {
				add(&wire.Problem{Field: name, What: "has an entry with one of " + separators + " which separate the entries of a path; leave it out"})
			}
		}
		return styled
	}
}

// Texts returns the entries of a list as text.
func Texts[T any](list []T) []string {
	texts := make([]string, len(list))
	for i, entry := range list {
		texts[i] = fmt.Sprint(entry)
	}
	return texts
}
