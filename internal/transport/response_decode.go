package transport

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// decode decodes a 2xx response into the call's result. If it cannot be decoded the call fails, because the caller must
// not mistake an empty result for a response from Stash.
func (r *response) decode(op *Operation, call *Call) error {
	if r.err != nil {
		return r.err
	}
	if !r.isJSON() {
		return fmt.Errorf("its Content-Type is %q, not JSON; a proxy may have answered instead of Stash", r.header.Get("Content-Type"))
	}
	data := bytes.TrimSpace(r.buf.Bytes())
	if len(data) == 0 {
		if call.MayBeEmpty {
			return nil
		}
		return errors.New("the body is empty")
	}
	if data[0] != '{' {
		return errors.New("the body is not a JSON object")
	}
	if err := wire.Decode(data, call.Result, call.Shape); err != nil {
		return err
	}
	if op.Missing != nil {
		if name := op.Missing(call.Result); name != "" {
			return fmt.Errorf("it has no %s, which every successful response to this call has", name)
		}
	}
	return nil
}
