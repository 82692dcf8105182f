package integration

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestPrismMocksEveryOperation checks that the SDK reads what Prism makes of the document, from its examples and at random.
func TestPrismMocksEveryOperation(t *testing.T) {
	for _, mode := range []string{"--dynamic=false", "--dynamic=true"} {
		base := prism(t, "mock", mode, absolute(t, "../../api/openapi.yaml"))
		eachOperation(t, func(op *contract.Operation, credential stash.Credential) {
			err := callExample(t, base, credential, op)
			// The document's pattern allows 19 digits, and the largest of those are no 64-bit integer.
			for n := 0; n < 20 && strings.Contains(fmt.Sprint(err), "want a 64-bit integer"); n++ {
				err = callExample(t, base, credential, op)
			}
			if err != nil {
				t.Errorf("%s with %s: %v", op.ID, mode, err)
			}
		})
	}
}

// TestPrismJudgesEveryOperation puts Prism between the SDK and the emulator. It answers a request or a response that
// breaks the document with a problem of its own.
func TestPrismJudgesEveryOperation(t *testing.T) {
	srv := stashtest.New(t, stashtest.WithShopHandle("sample-shop"), stashtest.WithShopID("11111111-2222-4333-8444-555555555555")) // those of the examples
	srv.HandleEndpoint("ping", func(data map[string]any) (map[string]any, error) { return data, nil })
	base := prism(t, "proxy", "--errors", absolute(t, "../../api/openapi.yaml"), srv.URL)
	answered := 0
	eachOperation(t, func(op *contract.Operation, _ stash.Credential) {
		before := len(srv.Requests())
		err := callExample(t, base, credentialOf(srv, op), op)
		seen := srv.Requests()[before:]
		if len(seen) != 1 || seen[0].Operation != op.ID || len(seen[0].Violations) > 0 {
			t.Errorf("%s: the emulator saw %+v", op.ID, seen)
		}
		if strings.Contains(fmt.Sprint(err), "stoplight.io/prism") {
			t.Errorf("%s: Prism found a violation: %v", op.ID, err)
		}
		if err == nil {
			answered++
		}
	})
	if answered < 15 {
		t.Errorf("only %d operations succeeded, and the examples of at least 15 name what the emulator has", answered)
	}
	before := len(srv.Requests())
	if answer := refusal(t, base+"/sdk/server/checkout_links/generate_quick_pay_url", `{"item":{}}`); !strings.Contains(answer, "UNPROCESSABLE_ENTITY") {
		t.Errorf("Prism does not name what a request breaks: %s", answer)
	}
	if len(srv.Requests()) != before {
		t.Error("Prism passes a request that breaks the document")
	}
}

// refusal posts a body, and returns Prism's problem.
func refusal(t *testing.T, url, body string) string {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Content-Type": {"application/json"}, "X-Stash-Api-Key": {"fake-key"}, "Stash-Hmac-Signature": {"fake"}}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

// prism runs Prism on a free port until the test ends, and returns its address.
func prism(t *testing.T, args ...string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	_, port, _ := net.SplitHostPort(address)
	cmd := exec.Command(filepath.Join(npmFolder(t), "node_modules", ".bin", "prism"), append(args, "--port", port, "--host", "127.0.0.1")...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if conn, err := net.Dial("tcp", address); err == nil {
			_ = conn.Close()
			return "http://" + address
		}
	}
	t.Fatal("Prism does not listen after two minutes")
	return ""
}

// eachOperation visits each operation of the document with a credential that it takes.
func eachOperation(t *testing.T, visit func(op *contract.Operation, credential stash.Credential)) {
	t.Helper()
	document, err := contract.Load(api.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range document.Operations() {
		credential := stash.APIKey("fake-key")
		if schemes := op.Schemes(); len(schemes) > 0 && schemes[0].ID == "playerToken" {
			credential = stash.PlayerToken("fake-token")
		} else if len(schemes) > 0 && schemes[0].ID == "hmac" {
			credential = stash.HMAC("11111111-2222-4333-8444-555555555555", "fake-secret")
		}
		visit(op, credential)
	}
}

// credentialOf returns the emulated shop's credential for an operation.
func credentialOf(srv *stashtest.Server, op *contract.Operation) stash.Credential {
	if schemes := op.Schemes(); len(schemes) > 0 {
		switch schemes[0].ID {
		case "playerToken":
			return stash.PlayerToken(srv.PlayerToken("player-1001"))
		case "hmac":
			return stash.HMAC(srv.ShopID, srv.HMACSecret)
		}
	}
	return stash.APIKey(srv.APIKey)
}

// callExample calls an operation by the client's method, with the document's examples.
func callExample(t *testing.T, base string, credential stash.Credential, op *contract.Operation) error {
	t.Helper()
	client, err := stash.New(credential, stash.WithBaseURL(base), stash.WithRetries(0))
	if err != nil {
		t.Fatal(err)
	}
	var method reflect.Value
	for i := range reflect.TypeOf(client).NumMethod() {
		if strings.EqualFold(reflect.TypeOf(client).Method(i).Name, op.ID) {
			method = reflect.ValueOf(client).Method(i)
		}
	}
	args := []reflect.Value{reflect.ValueOf(t.Context())}
	var path []string
	for _, p := range op.Spec.Parameters {
		if p.Value.In == "path" {
			path = append(path, fmt.Sprint(p.Value.Example))
		}
	}
	for i := 1; i < method.Type().NumIn()-1; i++ {
		arg := reflect.New(method.Type().In(i)).Elem()
		switch {
		case arg.Kind() == reflect.String:
			arg.SetString(path[0])
			path = path[1:]
		case strings.HasSuffix(arg.Type().Name(), "Params"):
			for _, p := range op.Spec.Parameters {
				if p.Value.In == "query" && p.Value.Required { // the only one is a player's id
					arg.FieldByName("UserID").SetString(fmt.Sprint(p.Value.Example))
				}
			}
		default:
			example, err := op.RequestExample()
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(example, arg.Addr().Interface()); err != nil {
				t.Fatal(err)
			}
		}
		args = append(args, arg)
	}
	failed, _ := method.Call(args)[1].Interface().(error)
	return failed
}
