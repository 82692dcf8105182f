package transport

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// statusBody is google.rpc.Status as tolerantly as it can be read: a proxy's JSON may have other types in it.
type statusBody struct {
	Code    json.RawMessage `json:"code"`
	Message json.RawMessage `json:"message"`
	Details json.RawMessage `json:"details"`
}

// readStatus takes from an error's body what is there. The status and the raw bytes are kept whatever the body is.
func (e *Error) readStatus(body []byte) {
	e.Body = bytes.Clone(body)
	var status statusBody
	if json.Unmarshal(body, &status) != nil {
		return
	}
	var code wire.Int64
	if json.Unmarshal(status.Code, &code) == nil {
		e.Code = Code(code)
	}
	_ = json.Unmarshal(status.Message, &e.Message)
	_ = json.Unmarshal(status.Details, &e.Details)
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
