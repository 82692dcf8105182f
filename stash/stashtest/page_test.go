package stashtest_test

import (
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// answered is what a browser got.
type answered struct {
	status int
	header http.Header
	html   string
}

var (
	space = regexp.MustCompile(`\s+`)
	tag   = regexp.MustCompile(`<[^>]*>`)
)

// text is what a reader sees, with one blank between words, and without the marks that keep directions apart.
func (a answered) text() string {
	text := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(html.UnescapeString(tag.ReplaceAllString(a.html, " ")))
	return strings.TrimSpace(space.ReplaceAllString(text, " "))
}

// shows holds a page's status and texts on it; a text that begins with ! must not be there.
func (a answered) shows(t *testing.T, what string, status int, texts ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("%s: HTTP %d, want %d: %s", what, a.status, status, a.text())
	}
	for _, want := range texts {
		unwanted, not := strings.CutPrefix(want, "!")
		if not == strings.Contains(a.text(), unwanted) {
			t.Errorf("%s: want %q on the page: %s", what, want, a.text())
		}
	}
}

// browse asks as a browser does, which follows no redirect here. Fields make it a POST of a form.
func browse(t *testing.T, address string, fields url.Values, header ...string) answered {
	t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if fields != nil {
		method, body = http.MethodPost, strings.NewReader(fields.Encode())
	}
	req, err := http.NewRequestWithContext(t.Context(), method, address, body)
	check(t, err)
	req.Header.Set("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
	if fields != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	check(t, err)
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	check(t, err)
	return answered{resp.StatusCode, resp.Header, string(data)}
}

// press presses a button of a payment's page, and follows to the page that comes then.
func press(t *testing.T, address, button string) answered {
	t.Helper()
	first := browse(t, address, url.Values{"do": {button}})
	if first.status != http.StatusSeeOther {
		return first
	}
	return browse(t, resolve(t, address, first.header.Get("Location")), nil)
}

func resolve(t *testing.T, base, location string) string {
	t.Helper()
	at, err := url.Parse(base)
	check(t, err)
	to, err := at.Parse(location)
	check(t, err)
	return to.String()
}

// quickPay makes a checkout of two pieces.
func quickPay(t *testing.T, srv *stashtest.Server, item stash.QuickPayItem, currency string) *stash.GenerateQuickPayURLResponse {
	t.Helper()
	return must(srv.Client().GenerateQuickPayURL(t.Context(), stash.GenerateQuickPayURLRequest{
		Item: item, Currency: currency, User: stash.QuickPayUser{ID: "player-1"},
		BonusItems: []stash.QuickPayBonusItem{{ID: "key", Name: "Golden key", Quantity: 5}},
	}))
}

// TestCheckoutPage holds what a player sees and presses at each kind of address that a checkout has.
func TestCheckoutPage(t *testing.T) {
	srv := stashtest.New(t)
	srv.AddProduct(gems("gem-pack-500", 998))
	pay := quickPay(t, srv, stash.QuickPayItem{ID: "gems", Name: "500 gems", PricePerItem: "4.99", Quantity: 2}, "")
	order := orderOfTwo(t, srv)
	cart := must(as(srv, srv.Client(), "player-1").GenerateAddToCartURL(t.Context(), stash.GenerateAddToCartURLRequest{
		User: stash.UserReference{ID: "player-1"}, Item: stash.CartItem{ID: "gem-pack-500"},
	}))
	for id, address := range map[string]string{pay.ID: pay.URL, order.ID: order.URL, cart.ID: cart.URL} {
		paid := func() bool {
			return must(srv.Client().GetPaymentEvent(t.Context(), id)).Status == stash.PaymentStatusSucceeded
		}
		page := browse(t, address, nil)
		page.shows(t, "at first", http.StatusOK, "Checkout", srv.ShopHandle, "player-1", "Tax 0.00 USD", "Total 9.98 USD", "Pay Decline Close", "!Paid")
		for _, button := range []string{`value="pay">Pay</button>`, `value="decline">Decline</button>`, `value="close">Close</button>`} {
			if !strings.Contains(page.html, button) {
				t.Errorf("the page has no %s", button)
			}
		}
		press(t, address, "decline").shows(t, "declined", http.StatusOK, "was declined", "try again", "Pay Decline Close")
		press(t, address, "close").shows(t, "closed", http.StatusOK, "Nothing was paid. You can close this page.")
		if page := press(t, address+"?theme=dark&result=paid", "decline"); !strings.Contains(page.html, `content="dark"`) || strings.Count(page.html, "declined") == 0 {
			t.Errorf("what an app has put into the link is lost: %s", page.html)
		}
		press(t, address, "steal").shows(t, "an unknown button", http.StatusBadRequest, "Nothing was done")
		for _, result := range []string{"?result=paid", "?result=%3Cb%3E", "?do=pay"} {
			browse(t, address+result, nil).shows(t, result, http.StatusOK, "!Paid", "!<b>")
		}
		same(t, "paid before Pay", paid(), false)
		press(t, address, "pay").shows(t, "paid", http.StatusOK, "Paid", "Paid on", "Order", "!Decline", "Close")
		same(t, "paid after Pay", paid(), true)
		press(t, address, "decline").shows(t, "declined after all", http.StatusOK, "Paid", "!declined")
		press(t, address, "close").shows(t, "closed after Pay", http.StatusOK, "Paid. You can close this page.")
		same(t, "paid in the end", paid(), true)
	}
	browse(t, pay.URL, nil).shows(t, "quick pay", http.StatusOK, "500 gems 2 4.99 USD 9.98 USD", "Golden key Bonus item 5 free")
	browse(t, cart.URL, nil).shows(t, "cart", http.StatusOK, "Gems A pouch of gems 1 9.98 USD 9.98 USD")
}

// TestAmountsOnPages holds that no amount gains or loses a digit that counts.
func TestAmountsOnPages(t *testing.T) {
	srv := stashtest.New(t)
	for _, tt := range []struct {
		price    string
		quantity int32
		currency string
		want     string
	}{
		{"5", 3, "USD", "3 5.00 USD 15.00 USD"},
		{"4.9", 1, "usd", "1 4.90 USD 4.90 USD"},
		{"0.005", 3, "KWD", "3 0.005 KWD 0.015 KWD"},
		{"0.1", 3, "EUR", "3 0.10 EUR 0.30 EUR"},
		{"1200", 2, "JPY", "2 1200 JPY 2400 JPY"},
		{"1.5", 2, "KWD", "2 1.500 KWD 3.000 KWD"},
		{"12345678901234567890.01", 100, "USD", "100 12345678901234567890.01 USD 1234567890123456789001.00 USD"},
		{"0", 1, "USD", "1 0.00 USD 0.00 USD"},
	} {
		link := quickPay(t, srv, stash.QuickPayItem{ID: "a", Name: "A", PricePerItem: tt.price, Quantity: tt.quantity}, tt.currency)
		browse(t, link.URL, nil).shows(t, tt.price, http.StatusOK, tt.want)
	}
}

// TestPaidOnceByTwoClicks holds that clicks at the same moment are one payment, and so one event.
func TestPaidOnceByTwoClicks(t *testing.T) {
	var mu sync.Mutex
	events := 0
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		events++
	}))
	defer receiver.Close()
	srv := stashtest.New(t, stashtest.WithWebhook(receiver.URL))
	link := quickPay(t, srv, stash.QuickPayItem{ID: "a", Name: "A", PricePerItem: "1", Quantity: 1}, "")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { press(t, link.URL, "pay").shows(t, "a click", http.StatusOK, "Paid") })
	}
	group.Wait()
	check(t, srv.WaitWebhooks(t.Context()))
	mu.Lock()
	defer mu.Unlock()
	same(t, "events", events, 1)
}
