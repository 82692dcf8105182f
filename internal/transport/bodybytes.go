package transport

import (
	"bytes"
	"io"
	"net/http"
)

// BodyBytes returns the exact bytes that a request will send, without using them up. They must not be changed.
func BodyBytes(req *http.Request) ([]byte, error) {
	switch body := req.Body.(type) {
	case nil:
		return nil, nil
	case *payloadReader:
		return body.Bytes(), nil
	default:
		if body == http.NoBody {
			return nil, nil
		}
	}
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		defer body.Close()
		return io.ReadAll(body)
	}
	data, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	_ = req.Body.Close()
	req.Body = io.NopCloser(bytes.NewReader(data))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }
	return data, nil
}
