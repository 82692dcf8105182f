package stashtest_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// editorOf makes a credential of the emulated shop, by the name of its security scheme in the document.
func editorOf(srv *stashtest.Server, scheme string) gen.RequestEditorFn {
	switch scheme {
	case "apiKey":
		return stash.APIKeyEditor(srv.APIKey)
	case "hmac":
		return stash.HMACEditor(srv.ShopID, srv.HMACSecret)
	case "legacyHmac":
		return stash.LegacyHMACEditor(srv.HMACSecret)
	case "playerToken":
		return stash.PlayerTokenEditor(srv.PlayerToken("player-1"))
	}
	panic("no credential for the security scheme " + scheme)
}

// TestEveryCredential runs the flows once for each security scheme, and holds that every operation has succeeded with
// every scheme that the document accepts for it. What no flow calls so is called with its examples.
func TestEveryCredential(t *testing.T) {
	document := load(t)
	covered := map[string]bool{} // "operation scheme"
	for _, preferred := range []string{"apiKey", "hmac", "legacyHmac", "playerToken"} {
		for _, name := range slices.Sorted(maps.Keys(flows)) {
			t.Run(preferred+"/"+name, func(t *testing.T) {
				srv := stashtest.New(t)
				// Operations that do not take the preferred scheme are called with the first that they take.
				choose := func(ctx context.Context, req *http.Request) error {
					if len(req.Header["Authorization"]) > 0 {
						return nil // the flow has chosen
					}
					exchange, _ := document.Find(req)
					schemes := exchange.Schemes()
					if len(schemes) == 0 {
						return nil
					}
					use := schemes[0].ID
					if slices.ContainsFunc(schemes, func(s contract.Scheme) bool { return s.ID == preferred }) {
						use = preferred
					}
					return editorOf(srv, use)(ctx, req)
				}
				flows[name](t, srv, srv.Client(stash.WithRetries(0), stash.WithRequestEditor(choose)))
				for _, r := range srv.Requests() {
					if r.Status == http.StatusOK {
						covered[r.Operation+" "+r.Credential] = true
					}
				}
			})
		}
	}
	for _, op := range document.Operations() {
		schemes := op.Schemes()
		if len(schemes) == 0 {
			schemes = []contract.Scheme{{}} // one success without a credential
		}
		for _, scheme := range schemes {
			if covered[op.ID+" "+scheme.ID] {
				continue
			}
			if err := callByExamples(t, op, scheme.ID); err != nil {
				t.Errorf("%s has not succeeded with the credential %q: no flow calls it so, and with its examples it gives %v", op.ID, scheme.ID, err)
			}
		}
	}
}

// kindOf is the sentinel that a documented error status is told by.
var kindOf = map[int]error{
	400: stash.ErrInvalidArgument, 401: stash.ErrUnauthenticated, 403: stash.ErrPermissionDenied, 404: stash.ErrNotFound, 409: stash.ErrConflict,
	429: stash.ErrRateLimited, 500: stash.ErrInternal, 501: stash.ErrInternal, 502: stash.ErrUnavailable, 503: stash.ErrUnavailable, 504: stash.ErrUnavailable,
}

// TestEveryErrorStatus answers every operation with every error status, and holds that the document allows the
// answer and that the SDK tells what it was. Calls are made of the document's examples.
func TestEveryErrorStatus(t *testing.T) {
	document := load(t)
	srv := stashtest.New(t)
	client := srv.Client(stash.WithRetries(0))
	answered := map[string]bool{} // "operation status"
	for _, op := range document.Operations() {
		var editors []gen.RequestEditorFn
		if schemes := op.Schemes(); len(schemes) > 0 {
			editors = append(editors, editorOf(srv, schemes[0].ID))
		}
		for status, kind := range kindOf {
			srv.Inject(stashtest.Fault{Operation: op.ID, Status: status})
			err := invoke(t, client, op, editors)
			var e *stash.Error
			if !errors.As(err, &e) || e.HTTPStatus != status || e.Operation != op.ID || e.Path != op.Path || !errors.Is(err, kind) || e.Message == "" {
				t.Errorf("%s with HTTP %d: %v", op.ID, status, err)
				continue
			}
			answered[fmt.Sprint(op.ID, " ", status)] = true
		}
	}
	for _, op := range document.Operations() {
		for text := range op.Spec.Responses.Map() {
			if strings.HasPrefix(text, "4") && text != "4XX" && !answered[op.ID+" "+text] {
				t.Errorf("%s documents HTTP %s, and nothing provokes it", op.ID, text)
			}
		}
	}
	same(t, "answers", len(answered), len(document.Operations())*len(kindOf))
}

func load(t *testing.T) *contract.Contract {
	t.Helper()
	document, err := contract.Load(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	return document
}
