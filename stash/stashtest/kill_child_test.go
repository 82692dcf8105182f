package stashtest_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestMain lets the test's own binary be the emulator that is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv("STASH_KILLED_STATE"); path != "" {
		if err := emulator(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// told is what an emulator says of itself when it is ready.
type told struct {
	URL, Methods, APIKey, ShopID, HMACSecret, WebhookSecret string
}

// emulator keeps its state in a file until it is killed. What players and Stash do, which has no call, is done with
// POST /{method}?id={id} at another port.
func emulator(path string) error {
	srv, err := stashtest.Start(stashtest.WithState(path), stashtest.WithWebhook(os.Getenv("STASH_KILLED_WEBHOOK")))
	if err != nil {
		return err
	}
	if os.Getenv("STASH_KILLED_CARELESS") != "" {
		stashtest.Careless(srv)
	}
	methods := map[string]func(id string) error{
		"/pay":       srv.Pay,
		"/refund":    func(id string) error { return srv.Refund(id) },
		"/subscribe": srv.Subscribe,
		"/saved": func(code string) error {
			if _, ok := srv.SavedTokens(code); !ok {
				return fmt.Errorf("there are no tokens of %s", code)
			}
			return nil
		},
		"/loggedout": func(player string) error {
			if !srv.LoggedOut(player) {
				return fmt.Errorf("%s is signed in", player)
			}
			return nil
		},
	}
	control := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := methods[r.URL.Path](r.URL.Query().Get("id")); err != nil {
			http.Error(w, err.Error(), http.StatusConflict)
		}
	}))
	return errorOf(json.NewEncoder(os.Stdout).Encode(told{srv.URL, control.URL, srv.APIKey, srv.ShopID, srv.HMACSecret, srv.WebhookSecret}), func() {
		_, _ = bufio.NewReader(os.Stdin).ReadByte() // the parent's end, should it not kill
	})
}

func errorOf(err error, then func()) error {
	if err == nil {
		then()
	}
	return err
}

// victims are emulators on one state file, one after the other.
type victims struct {
	t        *testing.T
	path     string
	env      []string
	running  *exec.Cmd
	now      atomic.Pointer[victim]
	identity told // of the first, without addresses
}

// victim is an emulator that can be called.
type victim struct {
	told
	client *stash.Client
}

// start starts the next emulator. When it is to be killed before it is ready, there is nothing to call.
func (v *victims) start(killAfter time.Duration) {
	v.t.Helper()
	v.running = exec.Command(os.Args[0])
	v.running.Env = append(append(os.Environ(), "STASH_KILLED_STATE="+v.path), v.env...)
	v.running.Stderr = os.Stderr
	stdin := must(v.running.StdinPipe())
	stdout := must(v.running.StdoutPipe())
	check(v.t, v.running.Start())
	v.t.Cleanup(func() { _ = stdin.Close() })
	if killAfter > 0 {
		time.Sleep(killAfter)
		return
	}
	var said told
	if err := json.NewDecoder(stdout).Decode(&said); err != nil {
		v.t.Fatalf("the emulator did not start anew: %v", err)
	}
	client, err := stash.New(stash.APIKey(said.APIKey), stash.WithBaseURL(said.URL), stash.WithRetries(0))
	check(v.t, err)
	v.now.Store(&victim{said, client})
	said.URL, said.Methods = "", ""
	if v.identity == (told{}) {
		v.identity = said
	}
	if v.identity != said {
		v.t.Error("the shop is another one than before")
	}
}

// kill ends the emulator as a power cut would end a process.
func (v *victims) kill() {
	v.now.Store(nil)
	_ = v.running.Process.Kill()
	_ = v.running.Wait()
}
