package stashtest_test

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// TestKill kills the emulator again and again under load, and holds that each next one starts on the same file and
// knows all that was acknowledged, that a repeated call finds what an earlier one has made, and that the game hears of
// each payment, and of each refund as of one. STASH_KILLS says how often.
func TestKill(t *testing.T) {
	kills := 5
	if text := os.Getenv("STASH_KILLS"); text != "" {
		kills = must(strconv.Atoi(text))
	}
	l := underKills(t, kills)
	if len(l.wrong) > 0 {
		t.Errorf("%d of %d acknowledged changes are wrong after %d kills, such as: %s", len(l.wrong), l.acknowledged.Load(), kills, l.wrong[0])
	}
	t.Logf("%d kills, %d changes acknowledged, %d calls cut off", kills, l.acknowledged.Load(), l.cut.Load())
	if l.acknowledged.Load() < int64(kills) || l.cut.Load() == 0 {
		t.Error("the load was too light to tell anything")
	}
}

// TestKillFindsCarelessness holds that the test above sees a server that acknowledges a change before it is kept.
func TestKillFindsCarelessness(t *testing.T) {
	for range 10 {
		if l := underKills(t, 2, "STASH_KILLED_CARELESS=1"); len(l.wrong) > 0 {
			return
		}
	}
	t.Error("nothing was lost")
}

// underKills runs load on emulators that are killed, the last one aside, which is asked for all that was acknowledged.
func underKills(t *testing.T, kills int, env ...string) *killLoad {
	l := &killLoad{t: t, paid: map[string]bool{}, refunds: map[string]map[string]bool{}}
	game := httptest.NewServer(http.HandlerFunc(l.receive))
	defer game.Close()
	l.victims = &victims{t: t, path: filepath.Join(t.TempDir(), "state"), env: append(env, "STASH_KILLED_WEBHOOK="+game.URL)}
	l.start(0)
	var workers sync.WaitGroup
	for n := range 8 {
		workers.Go(func() { l.work(n) })
	}
	for n := range kills {
		time.Sleep(time.Duration(rand.IntN(150)) * time.Millisecond)
		l.kill()
		if n%5 == 4 { // and one is killed while it starts
			l.start(time.Duration(1+rand.IntN(100)) * time.Millisecond)
			l.kill()
		}
		l.start(0)
	}
	l.done.Store(true)
	workers.Wait()
	l.checkAll()
	l.kill()
	return l
}

// killLoad is the load, and what was acknowledged.
type killLoad struct {
	*victims
	t                 *testing.T
	done              atomic.Bool
	acknowledged, cut atomic.Int64

	mu      sync.Mutex
	checks  []func(*victim) string     // each says what is wrong, if anything is
	paid    map[string]bool            // by checkout, of events received
	refunds map[string]map[string]bool // ids of refunds received, by checkout
	wrong   []string
}

// receive is the game's webhook.
func (l *killLoad) receive(_ http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the sender was killed
	}
	event, err := webhook.Parse(body)
	if err != nil {
		l.complain("an event cannot be read: " + err.Error())
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	switch e := event.Payload.(type) {
	case *webhook.PurchaseSucceeded:
		l.paid[e.CheckoutLinkID] = true
	case *webhook.PurchaseRefunded:
		if l.refunds[e.CheckoutLinkID] == nil {
			l.refunds[e.CheckoutLinkID] = map[string]bool{}
		}
		l.refunds[e.CheckoutLinkID][e.RefundID] = true
	}
}

func (l *killLoad) complain(what string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wrong = append(l.wrong, what)
}

// until repeats a step, on the emulator of the day, until it is acknowledged. It reports whether it was: an answer that
// refuses it shows that something acknowledged before is not there.
func (l *killLoad) until(step func(v *victim) error) bool {
	for {
		v := l.now.Load()
		if v == nil {
			time.Sleep(time.Millisecond)
			continue
		}
		err := step(v)
		var refused *stash.Error
		switch {
		case err == nil:
			l.acknowledged.Add(1)
			return true
		case errors.Is(err, errRefused), errors.As(err, &refused) && refused.HTTPStatus != 0:
			l.complain(err.Error())
			return false
		}
		l.cut.Add(1)
		time.Sleep(time.Millisecond)
	}
}

// errRefused is the error of a method that was called, and failed.
var errRefused = errors.New("refused")

// later keeps a check of what was acknowledged for the end.
func (l *killLoad) later(check func(v *victim) string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.checks = append(l.checks, check)
}

// method does what has no call.
func (v *victim) method(name, id string) error {
	resp, err := http.Post(v.Methods+name+"?id="+url.QueryEscape(id), "", nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%w: %s", errRefused, text)
	}
	return nil
}

func (l *killLoad) work(worker int) {
	for n := 0; !l.done.Load(); n++ {
		name := fmt.Sprintf("%d-%d", worker, n)
		switch n % 4 {
		case 0:
			l.sell(name, n%8 == 4)
		case 1:
			l.prefer(fmt.Sprint("player-", worker), n)
		case 2:
			l.launch(name)
		case 3:
			l.subscribe(name)
		}
	}
}

// sell makes a checkout, pays it, and may give it back.
func (l *killLoad) sell(transaction string, back bool) {
	ctx, body := l.t.Context(), purchase(transaction)
	id := ""
	ok := l.until(func(v *victim) error {
		link, err := v.client.GenerateQuickPayURL(ctx, body)
		if err == nil {
			id = link.ID
		}
		return err
	}) && l.until(func(v *victim) error { return v.method("/pay", id) })
	if back && ok {
		ok = l.until(func(v *victim) error {
			err := v.method("/refund", id)
			if contains(err, "nothing of checkout") { // the call that was cut off has had its effect
				return nil
			}
			return err
		})
	}
	if !ok {
		return
	}
	l.later(func(v *victim) string {
		again, err := v.client.GenerateQuickPayURL(ctx, body)
		if err != nil || again.ID != id || !strings.HasPrefix(again.URL, v.URL+"/") {
			return fmt.Sprintf("transaction %s made %s, and now gives %+v, %v", transaction, id, again, err)
		}
		event, err := v.client.GetPaymentEvent(ctx, id)
		if err != nil || event.Status != stash.PaymentStatusSucceeded {
			return fmt.Sprintf("transaction %s was paid, and now is %+v, %v", transaction, event, err)
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		if !l.paid[id] {
			return "the game has not heard that " + id + " was paid"
		}
		if got := len(l.refunds[id]); back != (got == 1) {
			return fmt.Sprintf("the game has heard of %d refunds of %s", got, id)
		}
		return ""
	})
}

// prefer sets a player's channel, which the next round changes.
func (l *killLoad) prefer(player string, n int) {
	ctx, want := l.t.Context(), []stash.PaymentChannel{stash.PaymentChannelNativeIAP, stash.PaymentChannelStashPay}[n/4%2]
	l.until(func(v *victim) error {
		_, err := v.client.SetUserPreferences(ctx, player, stash.SetUserPreferencesRequest{PaymentChannel: want})
		return err
	})
	l.until(func(v *victim) error {
		got, err := v.client.GetUserPreferences(ctx, player)
		if err == nil && got.PaymentChannel != want {
			l.complain(fmt.Sprintf("%s has set %s, and now has %s", player, want, got.PaymentChannel))
		}
		return err
	})
	l.until(func(v *victim) error {
		_, err := v.client.LogoutUser(ctx, stash.LogoutUserParams{UserID: player})
		return err
	})
	l.later(func(v *victim) string {
		if err := v.method("/loggedout", player); err != nil {
			return err.Error()
		}
		return ""
	})
}

// launch saves tokens for the launcher.
func (l *killLoad) launch(name string) {
	code := ""
	l.until(func(v *victim) error {
		saved, err := v.client.SaveTokens(l.t.Context(), stash.SaveTokensRequest{AccessToken: "fake-" + name, RefreshToken: "fake-" + name})
		if err == nil {
			code = saved.CodeChallenge
		}
		return err
	})
	l.later(func(v *victim) string {
		if err := v.method("/saved", code); err != nil {
			return err.Error()
		}
		return ""
	})
}

// subscribe makes a subscription of a player of its own, which there must be once.
func (l *killLoad) subscribe(player string) {
	ctx, link := l.t.Context(), ""
	l.until(func(v *victim) error {
		made, err := v.client.CreateSubscriptionCheckoutLink(ctx, stash.CreateSubscriptionCheckoutLinkRequest{
			Plan: "monthly_premium", Currency: "USD", User: stash.SubscriptionCheckoutLinkUser{ID: player},
		})
		if err == nil {
			link = made.ID
		}
		return err
	})
	if link == "" || !l.until(func(v *victim) error { return v.method("/subscribe", link) }) {
		return
	}
	l.later(func(v *victim) string {
		list, err := v.client.ListSubscriptions(ctx, stash.ListSubscriptionsParams{ExternalAccountID: &player})
		if err != nil || len(list.Subscriptions) != 1 {
			return fmt.Sprintf("%s has subscribed once, and now has %+v, %v", player, list, err)
		}
		return ""
	})
}

// checkAll asks the last emulator, which has sent all events that are still to be sent when it answers nothing new.
func (l *killLoad) checkAll() {
	v := l.now.Load()
	for _, check := range l.checks {
		what := check(v)
		for range 100 { // an event may be on its way
			if !strings.HasPrefix(what, "the game has ") {
				break
			}
			time.Sleep(50 * time.Millisecond)
			what = check(v)
		}
		if what != "" {
			l.complain(what)
		}
	}
}
