package transport

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// statusBody is google.rpc.Status, the body of Stash's errors.
type statusBody struct {
	Code    Code              `json:"code"`
	Message string            `json:"message"`
	Details []json.RawMessage `json:"details"`
}

// looseStatusBody takes what it can from a body whose types differ: the JSON of a proxy, or a code written as a string.
type looseStatusBody struct {
	Code    json.RawMessage `json:"code"`
	Message json.RawMessage `json:"message"`
	Details json.RawMessage `json:"details"`
}

// readStatus copies code, message and details from the body, as far as it has them. It keeps the raw bytes of any body.
func (e *Error) readStatus(body []byte) {
	e.Body = bytes.Clone(body)
	var status statusBody
	if json.Unmarshal(body, &status) == nil {
		e.Code, e.Message, e.Details = status.Code, status.Message, status.Details
		return
	}
	var loose looseStatusBody
	if json.Unmarshal(body, &loose) != nil {
		return
	}
	var code wire.Int64
	if json.Unmarshal(loose.Code, &code) == nil {
		e.Code = Code(code)
	}
	_ = json.Unmarshal(loose.Message, &e.Message)
	_ = json.Unmarshal(loose.Details, &e.Details)
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
