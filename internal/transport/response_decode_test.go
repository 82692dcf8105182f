package transport

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
)

// TestCompressedBodyIsNotAResult checks that a body which is still compressed is not returned as a text or as bytes, where
// nothing else would tell that it cannot be read.
func TestCompressedBodyIsNotAResult(t *testing.T) {
	for name, tt := range map[string]struct {
		media  Media
		result any
	}{"text": {Text, new(string)}, "bytes": {Bytes, new([]byte)}, "object": {JSONObject, new(struct{})}, "JSON": {JSON, new(any)}} {
		for encoding, refused := range map[string]bool{"gzip": true, "": false, "identity": false} {
			r := &response{status: 200, header: http.Header{"Content-Encoding": {encoding}}, buf: *bytes.NewBufferString("{}")}
			err := r.decode(&Operation{Media: tt.media, Accept: "*/*"}, &Call{Result: tt.result})
			if refused != (err != nil && strings.Contains(err.Error(), "it is compressed (gzip)")) || !refused && err != nil {
				t.Errorf("%s in %q: %v", name, encoding, err)
			}
		}
	}
}
