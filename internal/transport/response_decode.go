package transport

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// decode decodes a 2xx response into the call's result. If it cannot be decoded the call fails, because the caller must
// not mistake an empty result for a response from Stash.
func (r *response) decode(op *Operation, call *Call) error {
	if r.err != nil {
		return r.err
	}
	result, shape := call.Result, call.Shape
	if op.Choose != nil {
		var known bool
		if result, shape, known = op.Choose(call.Result, r.status); !known {
			return errors.New("the document does not have this status")
		} else if result == nil {
			return nil
		}
	}
	if op.Media == None || r.status == http.StatusNoContent && call.MayBeEmpty {
		return nil
	}
	if err := r.checkEncoding(); err != nil {
		return err
	}
	if op.Media == Text || op.Media == Bytes {
		return r.copyTo(op, result)
	}
	if !r.isJSON() {
		return fmt.Errorf("its Content-Type is %q, not JSON; a proxy may have answered instead of Stash", r.header.Get("Content-Type"))
	}
	data := bytes.TrimSpace(bytes.TrimPrefix(r.buf.Bytes(), byteOrderMark))
	if len(data) == 0 {
		if call.MayBeEmpty {
			return nil
		}
		return errors.New("the body is empty")
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return errors.New("the body is UTF-16, not UTF-8")
	}
	if data[0] != '{' && op.Media == JSONObject {
		return errors.New("the body is not a JSON object")
	}
	if err := wire.Decode(data, result, shape); err != nil {
		return err
	}
	if op.Missing != nil {
		if name := op.Missing(call.Result); name != "" {
			return fmt.Errorf("it has no %s, which every successful response to this call has", name)
		}
	}
	return nil
}

// byteOrderMark may precede JSON in UTF-8. RFC 8259 lets a reader ignore it.
var byteOrderMark = []byte("\ufeff")

// checkEncoding reports a body that is still compressed.
func (r *response) checkEncoding() error {
	switch encoding := r.header.Get("Content-Encoding"); encoding {
	case "", "identity":
		return nil
	default:
		return fmt.Errorf("it is compressed (%.20s); net/http decompresses gzip if no editor sets Accept-Encoding and the transport does not disable compression", encoding)
	}
}

// copyTo copies a body that is not JSON. A body of another type than the operation has is refused, because a proxy may
// have answered instead of Stash.
func (r *response) copyTo(op *Operation, result any) error {
	if err := r.checkEncoding(); err != nil {
		return err
	}
	if got := r.header.Get("Content-Type"); got != "" {
		want, _, _ := mime.ParseMediaType(op.Accept)
		if media, _, err := mime.ParseMediaType(got); err != nil || media != want && want != "*/*" {
			return fmt.Errorf("its Content-Type is %q, not %s; a proxy may have answered instead of Stash", got, op.Accept)
		}
	}
	switch to := result.(type) {
	case *string:
		*to = r.buf.String()
	case *[]byte:
		*to = bytes.Clone(r.buf.Bytes())
	}
	return nil
}
