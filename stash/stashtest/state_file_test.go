package stashtest_test

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// TestStateFileRefused holds what cannot be a state file, that one sentence says so, and that it is left as it is.
func TestStateFileRefused(t *testing.T) {
	kept := func(t *testing.T, path string) {
		srv := must(stashtest.Start(stashtest.WithState(path)))
		must(srv.Client().GenerateQuickPayURL(t.Context(), purchase("t-1")))
		check(t, srv.Close())
	}
	changed := func(t *testing.T, path string, change func(tx *bbolt.Tx) error) {
		db := must(bbolt.Open(path, 0o600, nil))
		check(t, db.Update(change))
		check(t, db.Close())
	}
	for _, tt := range []struct {
		name string
		make func(t *testing.T, path string)
		want string
	}{
		{"folder", func(t *testing.T, path string) { check(t, os.Mkdir(path, 0o700)) }, "is a folder"},
		{"no folder", func(*testing.T, string) {}, "there is no folder"},
		{"below a file", func(t *testing.T, path string) { check(t, os.WriteFile(filepath.Dir(path), nil, 0o600)) }, "not a directory"},
		{"socket", func(t *testing.T, path string) {
			listener, err := net.Listen("unix", path)
			check(t, err)
			t.Cleanup(func() { _ = listener.Close() })
		}, "is no regular file"},
		{"short text", func(t *testing.T, path string) { check(t, os.WriteFile(path, []byte("shopping list"), 0o600)) }, "is not a state file"},
		{"long text", func(t *testing.T, path string) {
			check(t, os.WriteFile(path, []byte(strings.Repeat("garbage\n", 9999)), 0o600))
		}, "is not a state file"},
		{"other database", func(t *testing.T, path string) {
			changed(t, path, func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("mine")); return err })
		}, "is a database of another program"},
		{"newer format", func(t *testing.T, path string) {
			kept(t, path)
			changed(t, path, func(tx *bbolt.Tx) error {
				return tx.Bucket([]byte("stash emulator")).Put([]byte("format"), []byte("2"))
			})
		}, "has the format 2 of a newer version, and this one reads up to 1"},
		{"no format", func(t *testing.T, path string) {
			kept(t, path)
			changed(t, path, func(tx *bbolt.Tx) error { return tx.Bucket([]byte("stash emulator")).Delete([]byte("format")) })
		}, "does not say which format"},
		{"odd row", func(t *testing.T, path string) {
			kept(t, path)
			changed(t, path, func(tx *bbolt.Tx) error { return tx.Bucket([]byte("checkouts")).Put(make([]byte, 8), []byte("{}")) })
		}, "row 0 of the checkouts has no key"},
		{"row of another kind", func(t *testing.T, path string) {
			kept(t, path)
			changed(t, path, func(tx *bbolt.Tx) error {
				return tx.Bucket([]byte("checkouts")).Put(make([]byte, 8), []byte("[]\nkey"))
			})
		}, "row 0 of the checkouts: json:"},
		{"odd key", func(t *testing.T, path string) {
			kept(t, path)
			changed(t, path, func(tx *bbolt.Tx) error { return tx.Bucket([]byte("plans")).Put([]byte("key"), []byte("[]\nkey")) })
		}, "a key of 3 bytes"},
		{"a key that no client can send", func(t *testing.T, path string) {
			kept(t, path)
			changed(t, path, func(tx *bbolt.Tx) error {
				return tx.Bucket([]byte("identity")).Put([]byte{0, 0, 0, 0, 0, 0, 0, 1}, []byte("{}\nshop"))
			})
		}, "the API key is empty"},
		{"cut off", func(t *testing.T, path string) {
			kept(t, path)
			check(t, os.Truncate(path, 2*int64(os.Getpagesize())))
		}, "is damaged"},
		{"in use", func(t *testing.T, path string) { stashtest.New(t, stashtest.WithState(path)) }, "is in use by another emulator"},
		{"a link", func(t *testing.T, path string) { check(t, os.Symlink(path+"-target", path)) }, "is a link"},
		{"readable by others", func(t *testing.T, path string) {
			kept(t, path)
			check(t, os.Chmod(path, 0o644))
		}, "run chmod 600 on it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "state")
			if tt.name == "no folder" || tt.name == "below a file" {
				path = filepath.Join(path, "below")
			}
			tt.make(t, path)
			before := content(path)
			srv, err := stashtest.Start(stashtest.WithState(path))
			if err == nil {
				_ = srv.Close()
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want %q", err, tt.want)
			}
			if content(path) != before {
				t.Error("the file was changed")
			}
		})
	}
	if _, err := stashtest.Start(stashtest.WithState("")); !contains(err, "empty path") {
		t.Errorf("without a path: %v", err)
	}
}

// TestStateFileIsFreed holds that a start that fails frees the file, as an end does, that an empty file will do, and
// that a file that was made is its owner's alone.
func TestStateFileIsFreed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	check(t, os.WriteFile(path, nil, 0o600))
	taken := strings.TrimPrefix(stashtest.New(t).URL, "http://")
	for _, opt := range []stashtest.Option{stashtest.WithAddr(taken), stashtest.WithAPIKey("a b")} {
		if _, err := stashtest.Start(stashtest.WithState(path), opt); err == nil {
			t.Error("it started")
		}
	}
	check(t, must(stashtest.Start(stashtest.WithState(path))).Close())
	stashtest.New(t, stashtest.WithState(path))
	made := filepath.Join(t.TempDir(), "made")
	stashtest.New(t, stashtest.WithState(made))
	same(t, "mode", must(os.Stat(made)).Mode().Perm(), 0o600)
}

// TestFixedIdentityIsKept holds that an option comes before what is kept, and is kept from then on.
func TestFixedIdentityIsKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	first := must(stashtest.Start(stashtest.WithState(path), stashtest.WithAPIKey("fake-key-1")))
	check(t, first.Close())
	second := must(stashtest.Start(stashtest.WithState(path), stashtest.WithAPIKey("fake-key-2"), stashtest.WithHMACSecret("fake-secret-2")))
	must(signed(second, second.Client()).ListPlans(t.Context(), stash.ListPlansParams{}))
	check(t, second.Close())
	third := stashtest.New(t, stashtest.WithState(path))
	same(t, "API key", third.APIKey, "fake-key-2")
	same(t, "HMAC secret", third.HMACSecret, "fake-secret-2")
	same(t, "shop id", third.ShopID, first.ShopID)
	must(signed(third, third.Client()).ListPlans(t.Context(), stash.ListPlansParams{}))
}

// TestSeedFillsAKeptShopOnce holds that a restart brings back nothing that was changed since, and that the usual seed
// does not mix into a shop that has its own.
func TestSeedFillsAKeptShopOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	own := []byte("prices: [{sku: gems, region: US, currency: USD, amount: 99, decimalPlaces: 2}]")
	other := []byte("prices: [{sku: gems, region: US, currency: USD, amount: 150, decimalPlaces: 2}]")
	for i, step := range []struct {
		seed   []byte
		amount int64 // of the only price, at the start
	}{{own, 99}, {own, 777}, {stashtest.DefaultSeed(), 777}, {nil, 777}, {other, 150}} {
		srv := must(stashtest.Start(stashtest.WithState(path), stashtest.WithSeed(step.seed)))
		prices := must(srv.Client().GetPrices(t.Context(), stash.GetPricesParams{})).Prices
		if len(prices) != 1 || prices[0].Amount != step.amount {
			t.Errorf("start %d: the prices are %+v, want one of %d", i, prices, step.amount)
		}
		srv.SetPrice("gems", 777)
		check(t, srv.Close())
	}
}

// TestFileThatCannotBeWritten holds that nothing is acknowledged then, nor told to the game, and that all of it is
// when the file can be written again.
func TestFileThatCannotBeWritten(t *testing.T) {
	srv := stashtest.New(t, stashtest.WithState(filepath.Join(t.TempDir(), "state")))
	in := newInbox(t, srv)
	client := srv.Client(stash.WithRetries(0))
	id := checkout(t, srv, 1)
	srv.SendWebhooks("http://game.invalid/webhook", in.client())
	mend := stashtest.BreakStateFile(srv)
	if err := srv.Pay(id); !contains(err, "could not be written") {
		t.Errorf("Pay: %v", err)
	}
	_, err := client.GetPaymentEvent(t.Context(), id) // it would tell of the payment
	if e := (*stash.Error)(nil); !errors.As(err, &e) || e.HTTPStatus != http.StatusInternalServerError || !contains(err, "could not be written") {
		t.Errorf("a read: %v", err)
	}
	func() {
		defer func() {
			if p, _ := recover().(string); !strings.Contains(p, "IssueCode: the state file") {
				t.Errorf("IssueCode panics with %q", p)
			}
		}()
		srv.IssueCode()
	}()
	if _, err := srv.IssuePlayerToken("player-1"); !contains(err, "could not be written") {
		t.Errorf("IssuePlayerToken: %v", err)
	}
	if err := srv.Seed(stashtest.DefaultSeed()); !contains(err, "could not be written") {
		t.Errorf("Seed: %v", err)
	}
	if n := len(stashtest.AllDeliveries(srv, 9)[0].Attempts); n > 0 {
		t.Errorf("the event was sent %d times", n)
	}
	mend()
	same(t, "status", must(client.GetPaymentEvent(t.Context(), id)).Status, stash.PaymentStatusSucceeded)
	check(t, srv.WaitWebhooks(t.Context()))
	same(t, "events", len(in.events), 1)
}

// TestDamagedStateFile overwrites eight bytes at many places of a file that is in use since long, of which some are read
// at the start and some not before something is written: each is one sentence, and the file is free afterwards.
func TestDamagedStateFile(t *testing.T) {
	dir := t.TempDir()
	used := filepath.Join(dir, "used")
	srv := must(stashtest.Start(stashtest.WithState(used), stashtest.WithSeed(stashtest.DefaultSeed())))
	for range 40 {
		must(srv.Client().GenerateQuickPayURL(t.Context(), purchase("")))
		srv.PlayerToken("player-1")
	}
	check(t, srv.Close())
	whole, told := must(os.ReadFile(used)), map[string]int{}
	const page = 4096
	other := stashtest.WithSeed([]byte("prices: [{sku: gems, region: US, currency: USD, amount: 99, decimalPlaces: 2}]"))
	for at := 0; at < len(whole); at += 8 {
		if at%page >= 48 { // what tells of a page is at its beginning
			continue
		}
		path := filepath.Join(dir, fmt.Sprint(at))
		check(t, os.WriteFile(path, slices.Concat(whole[:at], bytes.Repeat([]byte{0xff}, 8), whole[at+8:]), 0o600))
		srv, err := stashtest.Start(stashtest.WithState(path), other)
		if err == nil {
			_, err = srv.IssuePlayerToken("player-2")
			if closed := srv.Close(); err == nil {
				err = closed
			}
		}
		switch {
		case err == nil:
			told["nothing"]++
		case strings.Contains(err.Error(), "\n") || !strings.HasPrefix(strings.TrimPrefix(err.Error(), "stashtest: "), "the state file "):
			t.Errorf("with other bytes at %d: %v", at, err)
		case contains(err, "could not be written, so the change may be lost: it is damaged ("):
			told["when it is written"]++
		default:
			told["when it is read"]++
		}
		if _, err := stashtest.Start(stashtest.WithState(path), stashtest.WithAPIKey("")); contains(err, "is in use") {
			t.Errorf("with other bytes at %d the file is not freed: %v", at, err)
		}
		check(t, os.Remove(path))
	}
	if told["nothing"] == 0 || told["when it is written"] == 0 || told["when it is read"] == 0 {
		t.Errorf("the test no longer meets every case: %v", told)
	}
}

// TestAfterClose holds what a server with a file says of changes that come too late.
func TestAfterClose(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	srv := must(stashtest.Start(stashtest.WithState(path)))
	id := checkout(t, srv, 1)
	check(t, srv.Close())
	const want = "the server is closed, so the change is not in the state file "
	_, err := srv.IssuePlayerToken("player-1")
	for _, err := range []error{err, srv.Pay(id), srv.Seed(stashtest.DefaultSeed())} {
		if !contains(err, want) || !contains(err, path) {
			t.Errorf("the error is %v", err)
		}
	}
	defer func() {
		if p := fmt.Sprint(recover()); !strings.HasPrefix(p, "stashtest: AddProduct: "+want) {
			t.Errorf("AddProduct panics with %q", p)
		}
	}()
	srv.AddProduct(stash.Product{ProductID: "gems"})
}

// content is what is in a regular file; reading from a pipe would wait.
func content(path string) string {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	return string(must(os.ReadFile(path)))
}
