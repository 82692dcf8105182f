package transport

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// DoAny makes a call that the document need not have. The path is escaped, begins with a slash and may have a query. The
// body is encoded as JSON; nil sends none. The response is decoded into out, a pointer, when the call has succeeded; nil
// ignores it.
func DoAny(ctx context.Context, t *Transport, method, path string, body, out any, editors []Editor) error {
	var wrong wire.Problems
	path, query, _ := strings.Cut(path, "?")
	wrong.Add(checkPath(path))
	wrong.Add(checkAnyQuery(query))
	wrong.Add(checkAnyBody(method, body))
	wrong.Add(checkAnyResult(method, out))
	body = checkable(body)
	op := anyOperation(method, out, &wrong)
	call := Call{Wrong: wrong.First, Path: []string{path}, Query: query, Body: body, Editors: editors}
	var result reflect.Value
	if wrong.First == nil && out != nil {
		// A new value, so that out is changed only by a success, and nothing in it mixes with the response.
		result = reflect.New(reflect.TypeOf(out).Elem())
		call.Result = result.Interface()
	}
	if failure := t.do(ctx, op, &call); failure != nil {
		return failure
	}
	if out != nil {
		reflect.ValueOf(out).Elem().Set(result.Elem())
	}
	return nil
}

// anyOperations are the operations of DoAny by method and by how the response is read. There are few, because the log keeps
// something for each. They are made when they are first needed, so that programs do not pay for them when they start.
var anyOperations struct {
	once sync.Once
	of   map[string]map[Media]*Operation
}

func makeAnyOperations() {
	anyOperations.of = map[string]map[Media]*Operation{}
	for method, repeat := range map[string]Repeat{
		http.MethodGet: Always, http.MethodHead: Always,
		http.MethodPost: Never, http.MethodPut: Never, http.MethodPatch: Never, http.MethodDelete: Never,
	} {
		anyOperations.of[method] = map[Media]*Operation{}
		for _, media := range []Media{JSONObject, JSON, None} {
			anyOperations.of[method][media] = &Operation{
				ID: "Do", Method: method, Path: "{path}", WholePath: true, Media: media, Repeat: repeat,
				Schemes: SchemeAPIKey | SchemeHMAC | SchemeLegacyHMAC | SchemePlayerToken,
			}
		}
	}
}

var noOperation = Operation{ID: "Do", Path: "{path}", WholePath: true}

func anyOperation(method string, out any, wrong *wire.Problems) *Operation {
	anyOperations.once.Do(makeAnyOperations)
	op := anyOperations.of[method][mediaOf(out)]
	if op == nil {
		wrong.First = &wire.Problem{Field: "method", What: fmt.Sprintf("is %.20q; write GET, HEAD, POST, PUT, PATCH or DELETE", method)}
		return &noOperation
	}
	return op
}

// mediaOf says how the response is read. null is no object, so it does not leave a struct empty.
func mediaOf(out any) Media {
	if out == nil {
		return None
	}
	_, itself := out.(json.Unmarshaler)
	if to := reflect.TypeOf(out); !itself && to.Kind() == reflect.Pointer && (to.Elem().Kind() == reflect.Struct || to.Elem().Kind() == reflect.Map) {
		return JSONObject
	}
	return JSON
}

// checkPath checks a path that is sent as it is. It refuses what net/url would send in another spelling, and what could
// reach another route.
func checkPath(path string) error {
	const escape = "escape each id with url.PathEscape"
	plain, err := url.PathUnescape(path)
	what := ""
	switch {
	case path == "":
		what = "is empty; it must be set"
	case path[0] != '/' || strings.HasPrefix(path, "//"):
		what = "must begin with one slash; it is relative to the base URL of the client"
	case strings.ContainsRune(path, '#'):
		what = "must not contain a fragment; remove # and what follows it"
	case err != nil:
		what = "has a % that begins no escape; " + escape
	case !utf8.ValidString(plain):
		what = notUTF8
	case (&url.URL{Path: plain, RawPath: path}).EscapedPath() != path:
		what = "has a character that must be escaped; " + escape
	}
	for segment := range strings.SplitSeq(path[min(1, len(path)):], "/") {
		plain, _ := url.PathUnescape(segment)
		plain, _, _ = strings.Cut(plain, ";") // some servers ignore what follows
		switch {
		case what != "":
		case segment == "":
			what = "has an empty segment; remove trailing and doubled slashes"
		case plain == "." || plain == "..":
			what = "must not contain a segment . or .. because the request would reach another route"
		}
	}
	if what == "" {
		return nil
	}
	return &wire.Problem{Field: "path", What: what}
}

func checkAnyQuery(query string) error {
	plain, err := url.QueryUnescape(query)
	switch {
	case strings.ContainsRune(query, '#'):
		return &wire.Problem{Field: "path", What: "must not contain a fragment; remove # and what follows it"}
	case err != nil || strings.ContainsFunc(query, func(r rune) bool { return r <= ' ' || r >= 0x7f }):
		return &wire.Problem{Field: "path", What: "has a query that is not escaped; use the method Encode of url.Values, or stash.WithQuery"}
	case !utf8.ValidString(plain):
		return &wire.Problem{Field: "path", What: "has a query that " + notUTF8}
	}
	return nil
}

func checkAnyBody(method string, body any) error {
	what := ""
	switch body := body.(type) {
	case nil:
		return nil
	case json.RawMessage:
		if !json.Valid(body) || !utf8.Valid(body) {
			what = "is not JSON in UTF-8"
		}
	case []byte, string, io.Reader: // encoding/json would send base64, a quoted text, or {}
		what = fmt.Sprintf("is a %T; give JSON text as json.RawMessage, or a value to encode", body)
	default:
		if nilable(reflect.ValueOf(body)) {
			what = fmt.Sprintf("is a nil %T; give nil to send no body", body)
		}
	}
	if what == "" && (method == http.MethodGet || method == http.MethodHead) {
		what = "must be nil, because a " + method + " has no body; use stash.WithQuery"
	}
	if what == "" {
		return nil
	}
	return &wire.Problem{Field: "body", What: what}
}

// checkable returns a body as the transport takes it: a generated type by pointer, because its checks need one.
func checkable(body any) any {
	if text, ok := body.(json.RawMessage); ok {
		return Encoded(text)
	}
	if t := reflect.TypeOf(body); t != nil && reflect.PointerTo(t).Implements(reflect.TypeFor[wire.Validator]()) {
		pointer := reflect.New(t)
		pointer.Elem().Set(reflect.ValueOf(body))
		return pointer.Interface()
	}
	return body
}

func checkAnyResult(method string, out any) error {
	if out == nil {
		return nil
	}
	what := ""
	to := reflect.ValueOf(out)
	_, writer := out.(io.Writer)
	switch {
	case to.Kind() != reflect.Pointer || to.IsNil():
		what = fmt.Sprintf("is not a pointer to a value, but a %T; give nil to ignore the response", out)
	case writer || to.Type() == reflect.TypeFor[*[]byte](): // encoding/json would leave it empty, or read base64
		what = fmt.Sprintf("is a %T; give a *json.RawMessage for JSON as it came, or use stash.WithResponse", out)
	case method == http.MethodHead:
		what = "must be nil, because the response to a HEAD has no body; use stash.WithResponse"
	}
	if what == "" {
		return nil
	}
	return &wire.Problem{Field: "out", What: what}
}

func nilable(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Slice:
		return v.IsNil()
	}
	return false
}
