package transport

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// statusBody is google.rpc.Status, the body of Stash's errors.
type statusBody struct {
	Code    Code              `json:"code"`
	Message string            `json:"message"`
	Details []json.RawMessage `json:"details"`
}

// readStatus copies code, message and details from the body, as far as it has them. It keeps the raw bytes of any body.
func (e *Error) readStatus(body []byte) {
	e.Body = bytes.Clone(body)
	body = bytes.TrimPrefix(body, byteOrderMark)
	var status statusBody
	if json.Unmarshal(body, &status) == nil && (status.Code != CodeOK || status.Message != "") {
		e.Code, e.Message, e.Details = status.Code, status.Message, status.Details
		return
	}
	fields := looseFields(body)
	e.readLoosely(fields)
	if e.Code != CodeOK || e.Message != "" || fields["error"] == nil {
		return
	}
	// Some services and gateways put the status into an object named error, or only a text.
	if nested := looseFields(fields["error"]); nested != nil {
		e.readLoosely(nested)
	} else {
		_ = json.Unmarshal(fields["error"], &e.Message)
	}
}

// readLoosely reads fields whose types may differ from google.rpc.Status.
func (e *Error) readLoosely(fields map[string]json.RawMessage) {
	e.Code = readCode(fields["code"])
	if e.Code == CodeOK || int(e.Code) == e.HTTPStatus { // Google's errors have the HTTP status in code, and its name in status
		e.Code = readCode(fields["status"])
	}
	_ = json.Unmarshal(fields["message"], &e.Message)
	_ = json.Unmarshal(fields["details"], &e.Details)
}

// readCode reads a code as a number or a name. It returns CodeOK for anything else.
func readCode(data json.RawMessage) Code {
	var number wire.Int64
	if json.Unmarshal(data, &number) == nil {
		return Code(number)
	}
	var name string
	_ = json.Unmarshal(data, &name)
	return Code(max(slices.Index(codeNames[:], name), 0))
}

// looseFields returns the fields of a JSON object that may be cut off, or nil if it is not an object.
func looseFields(body []byte) map[string]json.RawMessage {
	decoder := json.NewDecoder(bytes.NewReader(body))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil
	}
	fields := make(map[string]json.RawMessage)
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			break
		}
		var value json.RawMessage
		if decoder.Decode(&value) != nil {
			break
		}
		fields[name.(string)] = value
	}
	return fields
}

// requestIDHeaders are common names for this header. Stash does not document one.
var requestIDHeaders = []string{"X-Request-Id", "X-Stash-Request-Id", "Request-Id", "X-Correlation-Id", "X-Cloud-Trace-Context", "Cf-Ray"}

func requestID(h http.Header) string {
	for _, name := range requestIDHeaders {
		if id := h.Get(name); id != "" {
			return id
		}
	}
	return ""
}
