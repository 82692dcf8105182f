package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// answer is the response to one request.
type answer struct {
	*contract.Exchange
	scheme string // security scheme of the credential that was sent
	status int
	header http.Header
	body   []byte
}

// accepted reports whether the service accepted the credential.
func (a answer) accepted() bool {
	return a.status != 0 && a.status != http.StatusUnauthorized && a.status != http.StatusForbidden
}

// recorder is a round-tripper that keeps every response, even those after which the client repeats the call.
type recorder struct {
	document *contract.Contract
	prefix   string // path of the base URL, which is not part of the document's paths
	answers  []answer
}

const maxBody = 8 << 20

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	_ = resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	a := answer{status: resp.StatusCode, header: resp.Header, body: body}
	asked := req.Clone(req.Context())
	asked.Body = http.NoBody
	asked.URL.Path = strings.TrimPrefix(asked.URL.Path, r.prefix)
	asked.URL.RawPath = strings.TrimPrefix(asked.URL.RawPath, r.prefix)
	if a.Exchange, _ = r.document.Find(asked); a.Exchange != nil {
		for _, scheme := range a.Schemes() {
			if req.Header.Get(scheme.Header) != "" {
				a.scheme = scheme.ID
			}
		}
	}
	r.answers = append(r.answers, a)
	return resp, nil
}

// last returns the newest response, or an empty one when there are not more than after.
func (r *recorder) last(after int) answer {
	if len(r.answers) <= after {
		return answer{}
	}
	return r.answers[len(r.answers)-1]
}
