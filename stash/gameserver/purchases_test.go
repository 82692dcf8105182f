package gameserver_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// ledger counts what a game granted and released, by transaction.
type ledger struct {
	granted, released []atomic.Int32
}

// purchasing is a game server that uses Purchases. Some of its grants fail before they do anything.
type purchasing struct {
	gameserver.UnimplementedServer
	purchases *gameserver.Purchases
	ledger    *ledger
	calls     *atomic.Int64
}

func (s purchasing) RegisterPayment(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
	return s.purchases.Register(ctx, r, nil)
}

func (s purchasing) ConfirmPayment(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	return s.purchases.Confirm(ctx, r, func(context.Context) error {
		switch s.calls.Add(1) % 97 {
		case 0:
			return errors.New("the database is away")
		case 1:
			panic("a bug")
		}
		n, err := strconv.Atoi(r.TransactionID)
		s.ledger.granted[n].Add(1)
		return err
	})
}

func (s purchasing) CancelPayment(ctx context.Context, r gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
	return s.purchases.Cancel(ctx, r, func(context.Context) error {
		n, err := strconv.Atoi(r.TransactionID)
		s.ledger.released[n].Add(1)
		return err
	})
}

// TestPurchases makes purchases whose confirms and cancels race and are repeated, on a server that restarts now and then
// while its store stays. STASH_TEST_PURCHASES sets how many; the full test is 50000.
func TestPurchases(t *testing.T) {
	count := 2000
	if text := os.Getenv("STASH_TEST_PURCHASES"); text != "" {
		var err error
		if count, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	store := gameserver.NewMemoryStore()
	book := &ledger{make([]atomic.Int32, count), make([]atomic.Int32, count)}
	var calls atomic.Int64
	var running atomic.Pointer[gameserver.Handler]
	start := func() {
		purchases, err := gameserver.NewPurchases(store)
		if err != nil {
			t.Fatal(err)
		}
		h := newHandler(t, purchasing{purchases: purchases, ledger: book, calls: &calls})
		running.Store(h)
	}
	start()
	var millis atomic.Int64
	send := func(path, body string) (int, string) {
		at := now.Add(time.Duration(millis.Add(1)%100_000) * time.Millisecond)
		r := sign(httptest.NewRequest("POST", path, strings.NewReader(body)), body, secret, shopID, at)
		w := httptest.NewRecorder()
		running.Load().ServeHTTP(w, r)
		return w.Code, w.Body.String()
	}
	var confirmed, cancelled atomic.Int64
	work := make(chan int)
	var workers sync.WaitGroup
	for range 16 {
		workers.Go(func() {
			for n := range work {
				id := `"transactionId":"` + strconv.Itoa(n) + `"`
				body := func(text string) string { return strings.Replace(text, `"transactionId":"t"`, id, 1) }
				send("/api/v1/purchase/register", body(registerBody))
				var calls sync.WaitGroup
				var sold, returned atomic.Bool
				for range 2 {
					calls.Go(func() {
						if status, _ := send("/api/v1/purchase/confirm", body(confirmBody)); status == 200 {
							sold.Store(true)
						}
					})
					calls.Go(func() {
						if n%3 == 0 {
							return // these are never cancelled
						}
						if _, text := send(cancelPath, body(cancelBody)); strings.Contains(text, "SUCCESS") {
							returned.Store(true)
						}
					})
				}
				calls.Wait()
				if sold.Load() && returned.Load() {
					t.Errorf("purchase %d was answered as confirmed and as cancelled", n)
				}
				if sold.Load() {
					confirmed.Add(1)
				}
				if returned.Load() {
					cancelled.Add(1)
				}
			}
		})
	}
	for n := range count {
		if n%500 == 499 {
			start() // what the handler and Purchases remembered is gone
		}
		work <- n
	}
	close(work)
	workers.Wait()
	for n := range count {
		granted, released := book.granted[n].Load(), book.released[n].Load()
		if granted > 1 || released > 1 || granted+released > 1 {
			t.Errorf("purchase %d was granted %d times and released %d times", n, granted, released)
		}
	}
	if confirmed.Load() == 0 || cancelled.Load() == 0 {
		t.Errorf("%d purchases were confirmed and %d cancelled: the test has tested nothing", confirmed.Load(), cancelled.Load())
	}
	t.Logf("%d purchases: %d confirmed, %d cancelled", count, confirmed.Load(), cancelled.Load())
}

// TestPurchaseStates makes every call in every state.
func TestPurchaseStates(t *testing.T) {
	register := request[gameserver.RegisterPaymentRequest](t, registerBody)
	confirm := request[gameserver.ConfirmPaymentRequest](t, confirmBody)
	cancel := request[gameserver.CancelPaymentRequest](t, cancelBody)
	other := confirm
	other.Items = other.Items[:1]
	stranger := cancel
	stranger.PlayerID = "somebody else"
	for name, c := range map[string]struct {
		before []string // calls that succeed
		call   string
		want   error
	}{
		"register again":           {[]string{"register"}, "register", nil},
		"register after confirm":   {[]string{"register", "confirm"}, "register", nil},
		"register after cancel":    {[]string{"register", "cancel"}, "register", gameserver.ErrAlreadyCancelled},
		"confirm of nothing":       {nil, "confirm", gameserver.ErrTransactionNotFound},
		"confirm again":            {[]string{"register", "confirm"}, "confirm", nil},
		"confirm after cancel":     {[]string{"register", "cancel"}, "confirm", gameserver.ErrAlreadyCancelled},
		"confirm of other items":   {[]string{"register"}, "other", gameserver.ErrOtherPurchase},
		"cancel of nothing":        {nil, "cancel", gameserver.ErrTransactionNotFound},
		"cancel after confirm":     {[]string{"register", "confirm"}, "cancel", gameserver.ErrAlreadyCompleted},
		"cancel again":             {[]string{"register", "cancel"}, "cancel", gameserver.ErrAlreadyCancelled},
		"cancel by somebody else":  {[]string{"register"}, "stranger", gameserver.ErrTransactionNotFound},
		"confirm after a failure":  {[]string{"register", "fail"}, "confirm", nil},
		"cancel after a failure":   {[]string{"register", "fail"}, "cancel", nil},
		"confirm out of time":      {[]string{"register"}, "late", context.Canceled},
		"confirm after a late one": {[]string{"register", "late"}, "confirm", nil},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := gameserver.NewPurchases(gameserver.NewMemoryStore())
			if err != nil {
				t.Fatal(err)
			}
			grants := 0
			grant := func(context.Context) error { grants++; return nil }
			ended, end := context.WithCancel(t.Context())
			end()
			calls := map[string]func() error{
				"register": func() error { _, err := p.Register(t.Context(), register, nil); return err },
				"confirm":  func() error { _, err := p.Confirm(t.Context(), confirm, grant); return err },
				"other":    func() error { _, err := p.Confirm(t.Context(), other, grant); return err },
				"late":     func() error { _, err := p.Confirm(ended, confirm, grant); return err },
				"cancel":   func() error { _, err := p.Cancel(t.Context(), cancel, nil); return err },
				"stranger": func() error { _, err := p.Cancel(t.Context(), stranger, nil); return err },
				"fail": func() error {
					_, err := p.Confirm(t.Context(), confirm, func(context.Context) error { return errors.New("away") })
					return err
				},
			}
			for _, before := range c.before {
				if err := calls[before](); err != nil && before != "fail" && before != "late" {
					t.Fatalf("%s: %v", before, err)
				}
			}
			if err := calls[c.call](); !errors.Is(err, c.want) {
				t.Errorf("the error is %v, want %v", err, c.want)
			}
			if grants > 1 {
				t.Errorf("granted %d times", grants)
			}
		})
	}
	if _, err := gameserver.NewPurchases(nil); err == nil {
		t.Error("NewPurchases took no store")
	}
}

func request[T any](t testing.TB, body string) (value T) {
	t.Helper()
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		t.Fatal(fmt.Errorf("reading a sample: %w", err))
	}
	return value
}
