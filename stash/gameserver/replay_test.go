package gameserver_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

func clock() time.Time { return now }

// TestReplay sends copies of one signed request, together and later.
func TestReplay(t *testing.T) {
	var grants atomic.Int64
	server := behaving(func(context.Context) error {
		time.Sleep(10 * time.Millisecond)
		if grants.Add(1) > 1 {
			return gameserver.Refuse(http.StatusConflict, "granted twice")
		}
		return nil
	})
	h := newHandler(t, server)
	want := steps["confirm"].answers["success"][4:]
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { expect(t, h, post("/api/v1/purchase/confirm", confirmBody), 200, want) })
	}
	all.Wait()
	expect(t, h, post("/api/v1/purchase/confirm", confirmBody), 200, want)
	if n := grants.Load(); n != 1 {
		t.Errorf("the server was called %d times", n)
	}
	again := sign(post("/api/v1/purchase/confirm", confirmBody), confirmBody, secret, shopID, now.Add(time.Millisecond))
	expect(t, h, again, 409, `{"code":9,"message":"granted twice"}`)
}

// TestReplayOfAnotherCall sends a confirm's body and signature to cancel, whose body is a part of it.
func TestReplayOfAnotherCall(t *testing.T) {
	h := newHandler(t, behaving(behaviours["success"]))
	expect(t, h, post("/api/v1/purchase/confirm", confirmBody), 200, steps["confirm"].answers["success"][4:])
	expect(t, h, post(cancelPath, confirmBody), 401, `{"code":16,"message":"the signature was used for another call"}`)
}

// TestReplayMemory shows the bound: with room for one request, the first is forgotten.
func TestReplayMemory(t *testing.T) {
	var calls atomic.Int64
	h := newHandler(t, behaving(func(context.Context) error { calls.Add(1); return nil }), gameserver.WithReplayMemory(1))
	other := strings.Replace(cancelBody, `"t"`, `"t2"`, 1)
	for _, body := range []string{cancelBody, cancelBody, other, cancelBody} {
		answer(t, h, post(cancelPath, body))
	}
	if n := calls.Load(); n != 3 {
		t.Errorf("the server was called %d times, want 3", n)
	}
}
