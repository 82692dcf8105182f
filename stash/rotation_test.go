package stash_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// TestRotation checks that a credential function is asked once per attempt, and that calls go on while it changes.
func TestRotation(t *testing.T) {
	var mu sync.Mutex
	valid := map[string]bool{"fake-key-0": true}
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		ok := valid[r.Header.Get("X-Stash-Api-Key")]
		mu.Unlock()
		if !ok {
			answer(401, "application/json", `{"code":16,"message":"unknown key"}`)(w, r)
			return
		}
		answer(200, "application/json", `{}`)(w, r)
	})
	var current atomic.Pointer[string]
	first := "fake-key-0"
	current.Store(&first)
	var asked atomic.Int64
	client := srv.client(t).With(stash.CredentialFunc(func(context.Context) (stash.Credential, error) {
		asked.Add(1)
		return stash.APIKey(*current.Load()), nil
	}))
	stop := make(chan struct{})
	var calls, failed atomic.Int64
	var done [16]atomic.Int64 // calls that each goroutine has finished
	var group sync.WaitGroup
	for i := range done {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				calls.Add(1)
				if err := get(t.Context(), client); err != nil {
					failed.Add(1)
					t.Error(err)
				}
				done[i].Add(1)
			}
		})
	}
	// As a careful operator does: add the new key, switch, and delete the old one when no call uses it any more.
	for i := 1; i <= 20; i++ {
		key := fmt.Sprintf("fake-key-%d", i)
		mu.Lock()
		valid[key] = true
		mu.Unlock()
		current.Store(&key)
		for j := range done {
			for target := done[j].Load() + 2; done[j].Load() < target; {
				time.Sleep(100 * time.Microsecond)
			}
		}
		mu.Lock()
		delete(valid, fmt.Sprintf("fake-key-%d", i-1))
		mu.Unlock()
	}
	close(stop)
	group.Wait()
	if failed.Load() != 0 || asked.Load() != calls.Load() || calls.Load() < 600 {
		t.Errorf("%d calls, %d failed, the function was asked %d times", calls.Load(), failed.Load(), asked.Load())
	}
}

func TestCredentialFuncFails(t *testing.T) {
	srv := serve(t, answer(200, "application/json", `{}`))
	mine := errors.New("vault is sealed")
	for _, credential := range []stash.Credential{
		stash.CredentialFunc(func(context.Context) (stash.Credential, error) { return stash.Credential{}, mine }),
		stash.CredentialFunc(func(context.Context) (stash.Credential, error) { return stash.Credential{}, nil }),
		stash.CredentialFunc(func(context.Context) (stash.Credential, error) { return stash.APIKey(""), nil }),
	} {
		err := get(t.Context(), srv.client(t).With(credential))
		var e *stash.Error
		if !errors.As(err, &e) || e.Attempts != 0 || !strings.Contains(err.Error(), "was not sent") {
			t.Errorf("error %v", err)
		}
	}
	if err := get(t.Context(), srv.client(t).With(stash.CredentialFunc(func(context.Context) (stash.Credential, error) { return stash.Credential{}, mine }))); !errors.Is(err, mine) {
		t.Errorf("error %v does not wrap the function's own", err)
	}
	if len(srv.requests()) != 0 {
		t.Error("a request was sent")
	}
}
