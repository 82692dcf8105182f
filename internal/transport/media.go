package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// Media tells how the body of a 2xx response is read.
type Media uint8

// The kinds of response body.
const (
	JSONObject Media = iota
	JSON             // any JSON value
	Text             // into a string, unchanged
	Bytes            // into a []byte, unchanged
	None             // no body; one that comes is ignored
)

// Encoded is a request body that is not JSON: the transport sends it unchanged.
type Encoded []byte

// DoValue is like [Do] for a result that is not a JSON object, such as a list or a text.
func DoValue[T any](ctx context.Context, t *Transport, op *Operation, call Call) (T, error) {
	result, err := Do[T](ctx, t, op, call)
	if err != nil {
		var none T
		return none, err
	}
	return *result, nil
}

// DoNothing is like [Do] for an operation whose 2xx responses have no body.
func DoNothing(ctx context.Context, t *Transport, op *Operation, call Call) error {
	if failure := t.do(ctx, op, &call); failure != nil {
		return failure
	}
	return nil
}

// Optional returns a body that may be missing: nil, and not a nil pointer in an interface, if it is.
func Optional[T any](body *T) any {
	if body == nil {
		return nil
	}
	return body
}

// Form encodes a body whose properties are texts, numbers, booleans and lists of them as a form. Properties that JSON
// would leave out are left out.
func Form(body any) (Encoded, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, &wire.Problem{Field: "body", What: "cannot be encoded: " + err.Error()}
	}
	properties := map[string]any{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&properties); err != nil {
		return nil, &wire.Problem{Field: "body", What: "is not an object, so it cannot be encoded as a form"}
	}
	form := url.Values{}
	for name, value := range properties {
		list, ok := value.([]any)
		switch {
		case !ok:
			list = []any{value}
		case len(list) == 0:
			return nil, noEntries(name)
		case len(list) == 1 && list[0] == "":
			return nil, onlyEmpty(name)
		}
		for _, entry := range list {
			form.Add(name, fmt.Sprint(entry))
		}
	}
	if len(form) == 0 {
		return nil, &wire.Problem{Field: "body", What: "has no property that is set; a form has at least one"}
	}
	return Encoded(form.Encode()), nil
}

// Header collects the header parameters of a call. Generated code adds those that are set.
type Header struct{ values http.Header }

// Set adds a parameter. It returns an error if HTTP cannot carry the value unchanged.
func (h *Header) Set(name, value string) error {
	if value != strings.TrimSpace(value) || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return &wire.Problem{Field: name, What: "must not begin or end with a space or contain a line break, because it is sent as a header"}
	}
	if h.values == nil {
		h.values = http.Header{}
	}
	h.values[http.CanonicalHeaderKey(name)] = []string{value}
	return nil
}

// Cookie adds a cookie. It returns an error if a cookie cannot carry the value unchanged.
func (h *Header) Cookie(name, value string) error {
	if strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\",;\\", r) }) {
		return &wire.Problem{Field: name, What: "has a character that a cookie cannot carry: a space, a quote, a comma, a semicolon, a backslash, or one beyond ASCII"}
	}
	all := name + "=" + value
	if before := h.values.Get("Cookie"); before != "" {
		all = before + "; " + all
	}
	return h.Set("Cookie", all)
}

// Style returns a function that adds a list of so many entries as the generator's runtime has styled it, or returns the
// runtime's error. Only generated code that has such a list links the runtime. An entry with a comma of its own is an
// error, and so is a single empty one. A list without entries is not sent.
func (h *Header) Style(name string, entries int) func(text string, err error) error {
	return func(text string, err error) error {
		if err != nil {
			return err
		}
		switch {
		case entries == 0:
			return nil
		case entries == 1 && text == "":
			return onlyEmpty(name)
		case strings.Count(text, ",") != entries-1:
			return &wire.Problem{Field: name, What: "has an entry with a comma, which separates the entries of a header; leave it out"}
		}
		return h.Set(name, text)
	}
}

// Values returns the parameters; nil if none was added.
func (h *Header) Values() http.Header { return h.values }

// JSON adds a value encoded as JSON. It returns an error if it cannot be encoded.
func (q *Query) JSON(name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return &wire.Problem{Field: name, What: "cannot be encoded as JSON: " + err.Error()}
	}
	q.Text(name, string(text))
	return nil
}

// setMedia sets the headers of a request that depend on the operation or are parameters of the call.
func (op *Operation) setMedia(h http.Header, call *Call, hasBody bool) {
	if op.Accept != "" {
		h["Accept"] = []string{op.Accept}
	}
	if op.ContentType != "" && hasBody {
		h["Content-Type"] = []string{op.ContentType}
	}
	for name, values := range call.Header {
		h[name] = values
	}
}
