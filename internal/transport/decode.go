package transport

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// decode reads a success into the call's result. A success that cannot be read is a failure: the caller must
// never take an empty result for an answer.
func (a *answer) decode(op *Operation, call *Call) error {
	if a.err != nil {
		return a.err
	}
	if !a.isJSON() {
		return fmt.Errorf("it is %q, not JSON; a proxy may have answered in place of Stash", a.header.Get("Content-Type"))
	}
	data := bytes.TrimSpace(a.buf.Bytes())
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
			return fmt.Errorf("it has no %s, so it is no answer to this call", name)
		}
	}
	return nil
}
