package transport

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// statusBody is google.rpc.Status.
type statusBody struct {
	Code    Code              `json:"code"`
	Message string            `json:"message"`
	Details []json.RawMessage `json:"details"`
}

// looseStatusBody is the same as far as it can be read: a proxy's JSON may have other types in it, and a code may
// come as a string.
type looseStatusBody struct {
	Code    json.RawMessage `json:"code"`
	Message json.RawMessage `json:"message"`
	Details json.RawMessage `json:"details"`
}

// readStatus takes from an error's body what is there. The status and the raw bytes are kept whatever the body is.
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

// requestIDHeaders are the usual names. Stash documents none.
var requestIDHeaders = []string{"X-Request-Id", "X-Stash-Request-Id", "Request-Id", "X-Correlation-Id", "X-Cloud-Trace-Context", "Cf-Ray"}

func requestID(h http.Header) string {
	for _, name := range requestIDHeaders {
		if id := h.Get(name); id != "" {
			return id
		}
	}
	return ""
}
