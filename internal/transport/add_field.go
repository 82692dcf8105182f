package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// AddField returns an editor that adds a field to the JSON object in the body. The value is encoded once, so all attempts
// send the same bytes.
func AddField(name string, value any) Editor {
	field, wrong := encodeField(name, value)
	return func(ctx context.Context, req *http.Request) error {
		if wrong != nil {
			return wrong
		}
		body, wrong := bodyForField(req)
		if wrong != "" {
			return fieldProblem(name, wrong)
		}
		longer, wrong := appendField(body, name, field)
		if wrong != "" {
			return fieldProblem(name, wrong)
		}
		closeBody(req)
		req.Body = io.NopCloser(bytes.NewReader(longer))
		if len(body) == 0 {
			req.Header["Content-Type"] = []string{"application/json"}
		}
		return perCallOf(ctx).signAgain(ctx, req)
	}
}

func fieldProblem(name, what string) error {
	return &wire.Problem{Field: "the extra field " + name, What: what}
}

// encodeField returns a field as it stands in an object.
func encodeField(name string, value any) ([]byte, error) {
	if err := checkName("field", name); err != nil {
		return nil, err
	}
	alone, err := encode(map[string]any{name: value})
	if err != nil {
		return nil, fieldProblem(name, "cannot be encoded: "+err.Error())
	}
	defer alone.release()
	object := alone.buf.Bytes()
	return bytes.Clone(object[1 : len(object)-1]), nil
}

// checkName checks the name of something that is added to a request.
func checkName(what, name string) error {
	switch {
	case name == "":
		return &wire.Problem{Field: "the name of the extra " + what, What: "is empty; it must be set"}
	case !utf8.ValidString(name):
		return &wire.Problem{Field: "the name of the extra " + what, What: notUTF8}
	}
	return nil
}

// bodyForField returns the body to which a field is added; none if the call has no body. Otherwise it says why there can be
// no field.
func bodyForField(req *http.Request) (body []byte, wrong string) {
	if req.Body == nil || req.Body == http.NoBody {
		if req.Method == http.MethodGet || req.Method == http.MethodHead {
			return nil, "cannot be sent, because a " + req.Method + " has no body; use stash.WithQuery"
		}
		return nil, ""
	}
	if reader, ours := req.Body.(*payloadReader); ours && reader.untouched() == nil {
		return nil, "cannot be added, because a request editor read the body and did not replace it"
	}
	body, err := BodyBytes(req)
	if err != nil {
		return nil, "cannot be added: " + err.Error()
	}
	return body, ""
}

// appendField returns the object with one more field, or says why it cannot have the field. The bytes of the other fields
// stay as they are.
func appendField(body []byte, name string, field []byte) (longer []byte, wrong string) {
	const noObject = "cannot be added, because the body of this call is not a JSON object"
	if len(body) == 0 {
		body = []byte("{}")
	}
	object := json.NewDecoder(bytes.NewReader(body))
	if start, err := object.Token(); err != nil || start != json.Delim('{') {
		return nil, noObject
	}
	separator := ""
	for ; object.More(); separator = "," {
		key, err := object.Token()
		if err != nil {
			return nil, noObject
		}
		if sameField(key.(string), name) {
			return nil, "is in the body already, as " + key.(string) + "; set it there, or leave it out there"
		}
		var value json.RawMessage
		if object.Decode(&value) != nil {
			return nil, noObject
		}
	}
	if _, err := object.Token(); err != nil {
		return nil, noObject
	}
	end := int(object.InputOffset()) - len("}")
	if _, err := object.Token(); err != io.EOF {
		return nil, noObject
	}
	longer = make([]byte, 0, len(body)+len(separator)+len(field))
	longer = append(longer, body[:end]...)
	longer = append(longer, separator...)
	longer = append(longer, field...)
	return append(longer, body[end:]...), ""
}

// sameField reports whether a reader of protobuf JSON could take two names for the same field.
func sameField(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, "_", ""), strings.ReplaceAll(b, "_", ""))
}
