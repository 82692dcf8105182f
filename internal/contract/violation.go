package contract

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// Violation is one difference between a message and the document.
type Violation struct {
	Field  string // JSON path in the body, or the parameter's name; empty for the whole
	Reason string
}

// String says what is wrong and where.
func (v Violation) String() string {
	if v.Field == "" {
		return v.Reason
	}
	return v.Field + ": " + v.Reason
}

// violations turns the validator's nested errors into a flat list. For a field that the document does not have, Field is
// the path of that field.
func violations(err error) []Violation {
	var found []Violation
	collect(err, "", &found)
	slices.SortStableFunc(found, func(a, b Violation) int { return strings.Compare(a.Field, b.Field) })
	return found
}

func collect(err error, field string, found *[]Violation) {
	switch e := err.(type) {
	case nil:
	case openapi3.MultiError:
		for _, each := range e {
			collect(each, field, found)
		}
	case *openapi3filter.RequestError:
		if e.Parameter != nil {
			field = e.Parameter.Name
		}
		if e.Err == nil {
			*found = append(*found, Violation{field, e.Reason})
			return
		}
		collect(e.Err, field, found)
	case *openapi3filter.ResponseError:
		if e.Err == nil {
			*found = append(*found, Violation{field, e.Reason})
			return
		}
		collect(e.Err, field, found)
	case *openapi3.SchemaError:
		if path := jsonPath(e.JSONPointer()); path != "" {
			field = path
		}
		if name := unknown.FindStringSubmatch(e.Reason); name != nil {
			known := slices.Sorted(maps.Keys(map[string]*openapi3.SchemaRef(e.Schema.Properties)))
			*found = append(*found, Violation{Below(field, name[1]), "the document has no such field" + Suggestion(name[1], known)})
			return
		}
		*found = append(*found, Violation{field, e.Reason})
	default:
		if inner := errors.Unwrap(err); inner != nil {
			if _, ok := inner.(*openapi3.SchemaError); ok {
				collect(inner, field, found)
				return
			}
		}
		*found = append(*found, Violation{field, fmt.Sprint(err)})
	}
}

// jsonPath writes ["items","0","id"] as items[0].id.
func jsonPath(pointer []string) string {
	var path strings.Builder
	for _, part := range pointer {
		if _, err := strconv.Atoi(part); err == nil && path.Len() > 0 {
			path.WriteString("[" + part + "]")
			continue
		}
		if path.Len() > 0 {
			path.WriteByte('.')
		}
		path.WriteString(part)
	}
	return path.String()
}
