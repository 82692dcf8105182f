package integration

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
	purchasestore "github.com/stash-sdk/stash-go/stash/gameserver/sqlstore"
	"github.com/stash-sdk/stash-go/stash/webhook"
	"github.com/stash-sdk/stash-go/stash/webhook/sqlstore"
)

// confirming registers and confirms purchases by number.
type confirming struct {
	t *testing.T
	h http.Handler
}

func (c confirming) confirm(n int) (int, string) {
	body := fmt.Sprintf(`{"playerId":"p","transactionId":"t-%d","currency":"USD","decimalPlaces":2,`, n)
	if _, text := call(c.h, shopA, "/api/v1/purchase/register", body+`"registrations":[{"productId":"a","quantity":1,"cents":1}]}`); !strings.Contains(text, "SUCCESS") {
		c.t.Error(text)
	}
	return call(c.h, shopA, "/api/v1/purchase/confirm", body+`"tax":0,"total":1,"timeMillis":"1760000000000","items":[{"productId":"a","quantity":1,"cents":1}]}`)
}

func order(id string) string {
	return fmt.Sprintf(`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":%q,"userId":"p","items":[{"id":"a","quantity":1}]}}`, id)
}

// TestHangingReceiver lets a receiver hang that ignores its context. It is answered in time, what it wrote is rolled
// back, and neither another key nor the same key waits for it any longer.
func TestHangingReceiver(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		events, purchases := storesIn(t, db.DB, db.driver)
		if err := purchases.CreateTable(t.Context()); err != nil {
			t.Fatal(err)
		}
		forever := make(chan struct{})
		defer close(forever)
		var hung atomic.Bool
		logged := &locked{}
		hook, err := webhook.NewHandler([]string{secret}, sqlstore.On(func(ctx context.Context, tx *sql.Tx, p *webhook.PurchaseSucceeded) error {
			if err := insert(ctx, p.OrderID); err != nil {
				return err
			}
			if p.OrderID == "hang" && !hung.Swap(true) {
				<-forever
			}
			return nil
		}), webhook.WithStore(events), webhook.WithTimeout(500*time.Millisecond), webhook.WithLogger(slog.New(slog.NewTextHandler(logged, nil))))
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		if status := deliver(hook, order("hang")); status != 503 || time.Since(began) > 5*time.Second {
			t.Errorf("a receiver that hangs was answered %d after %v", status, time.Since(began))
		}
		if status := deliver(hook, order("other")); status != 200 {
			t.Errorf("another order was answered %d: %s", status, logged)
		}
		if status, text := (confirming{t, gameServer(t, shopA, purchases, func(ctx context.Context, _ gameserver.ConfirmPaymentRequest) error { return insert(ctx, "purchase") })}).confirm(1); status != 200 {
			t.Errorf("a purchase was answered %d %s", status, text)
		}
		if status := deliver(hook, order("hang")); status != 200 {
			t.Errorf("the second delivery was answered %d: %s", status, logged)
		}
		if n := db.count(t, "SELECT COUNT(*) FROM grants"); n != 3 {
			t.Errorf("%d grants, want hang, other and purchase", n)
		}
	})
}

// TestSlowConfirmIsRolledBack lets a grant ignore its context and write after the confirm was answered as failed: the player
// is not charged, so nothing may be granted. The next confirm grants once.
func TestSlowConfirmIsRolledBack(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		_, purchases := storesIn(t, db.DB, db.driver)
		if err := purchases.CreateTable(t.Context()); err != nil {
			t.Fatal(err)
		}
		var slow atomic.Bool
		slow.Store(true)
		done := make(chan error, 1)
		c := confirming{t, gameServer(t, shopA, purchases, func(ctx context.Context, _ gameserver.ConfirmPaymentRequest) error {
			if !slow.Swap(false) {
				return insert(ctx, "second")
			}
			err := insert(ctx, "early")
			time.Sleep(600 * time.Millisecond)
			_, late := purchasestore.Tx(ctx).Exec("INSERT INTO grants (order_id, player, quantity) VALUES ('late', 'p', 1)")
			done <- errors.Join(err, late)
			return nil
		}, gameserver.WithTimeout(300*time.Millisecond))}
		if status, text := c.confirm(1); status != 504 {
			t.Errorf("the slow confirm was answered %d %s", status, text)
		}
		if status, text := c.confirm(1); status != 200 {
			t.Errorf("the next confirm was answered %d %s", status, text)
		}
		if err := <-done; !errors.Is(err, sql.ErrTxDone) {
			t.Errorf("the late write gives %v", err)
		}
		if all, second := db.count(t, "SELECT COUNT(*) FROM grants"), db.count(t, "SELECT COUNT(*) FROM grants WHERE order_id = 'second'"); all != 1 || second != 1 {
			t.Errorf("%d grants, %d of them by the second confirm", all, second)
		}
	})
}

// TestWaitingNamesTheReason checks what a call says that waited in vain behind another key's work in SQLite.
func TestWaitingNamesTheReason(t *testing.T) {
	db := open(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "wait.db")+"?_pragma=busy_timeout(10000)")
	store := db.store(t)
	if err := store.Once(t.Context(), "first", func(context.Context) error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		err := store.Once(ctx, "second", nothing)
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "SQLite lets one write at a time") {
			t.Errorf("the error is %v", err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestStarvedPool lets 24 deliveries use a second connection of a pool of 4: all succeed, because the stores hold half of
// the pool at most. A pool of one connection cannot do that, and the error says so.
func TestStarvedPool(t *testing.T) {
	db := postgres(t)
	receive := func(pool *database) func(context.Context) error {
		return func(ctx context.Context) error {
			var n int
			time.Sleep(5 * time.Millisecond)
			if err := pool.QueryRowContext(ctx, "SELECT COUNT(*) FROM grants").Scan(&n); err != nil {
				return err
			}
			return insert(ctx, "o")
		}
	}
	pool := db.again(t, "")
	pool.SetMaxOpenConns(4)
	store := pool.store(t)
	began := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var all sync.WaitGroup
	for n := range 24 {
		all.Go(func() {
			if err := store.Once(ctx, fmt.Sprint(n), receive(pool)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("24 deliveries took %v", took)
	} else {
		t.Logf("24 deliveries that need two connections each, on a pool of 4: %v", took.Round(time.Millisecond))
	}

	pool.SetMaxOpenConns(1)
	short, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if err := store.Once(short, "alone", receive(pool)); err == nil || !strings.Contains(err.Error(), "all 1 connections of the pool are in use") {
		t.Errorf("with one connection the error is %v", err)
	}

	pool.SetMaxOpenConns(4)
	inside, leave := make(chan struct{}, 2), make(chan struct{})
	for n := range 2 {
		all.Go(func() {
			_ = store.Once(t.Context(), fmt.Sprint("held", n), func(context.Context) error { inside <- struct{}{}; <-leave; return nil })
		})
	}
	<-inside
	<-inside
	short, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := store.Once(short, "third", nothing); err == nil || !strings.Contains(err.Error(), "half of SetMaxOpenConns(4)") {
		t.Errorf("behind the stores' own share the error is %v", err)
	}
	close(leave)
	all.Wait()
}

// TestWrongDialect gives each store a database of the other kind: CreateTable refuses it, and so does the first use.
func TestWrongDialect(t *testing.T) {
	databases(t, func(t *testing.T, db *database) {
		for _, wrong := range []sqlstore.Dialect{sqlstore.PostgreSQL, sqlstore.SQLite, sqlstore.MySQL} {
			if wrong == dialectOf(db.driver) {
				continue
			}
			events, err := sqlstore.New(db.DB, wrong)
			if err != nil {
				t.Fatal(err)
			}
			purchases, err := purchasestore.New(db.DB, wrong)
			if err != nil {
				t.Fatal(err)
			}
			for what, err := range map[string]error{
				"CreateTable of events": events.CreateTable(t.Context()), "Once": events.Once(t.Context(), "k", nothing), "Once without a key": events.Once(t.Context(), "", nothing),
				"CreateTable of purchases": purchases.CreateTable(t.Context()),
				"Change":                   purchases.Change(t.Context(), "k", func(context.Context, *gameserver.Purchase) error { t.Error("changed"); return nil }),
			} {
				if err == nil || !strings.Contains(err.Error(), "it is \""+dialectOf(db.driver).String()) || !strings.Contains(err.Error(), "pass the right dialect to New") {
					t.Errorf("%s of %v: the error is %v", what, wrong, err)
				}
			}
		}
	})
}
