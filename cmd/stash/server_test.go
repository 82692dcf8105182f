package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// output can be read while a command still writes.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// until waits until the output matches a pattern, and returns the match.
func (o *output) until(t *testing.T, pattern string) string {
	t.Helper()
	for range 1000 {
		if found := regexp.MustCompile(pattern).FindString(o.String()); found != "" {
			return found
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("%s is not in:\n%s", pattern, o)
	return ""
}

// start runs a command until stop is called. stop returns the status.
func start(t *testing.T, args ...string) (stdout, stderr *output, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	stdout, stderr = new(output), new(output)
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, args, strings.NewReader(""), stdout, stderr) }()
	stop = sync.OnceValue(func() int { cancel(); return <-ended })
	t.Cleanup(func() { stop() })
	return stdout, stderr, stop
}

const address = `http://127\.0\.0\.1:[0-9]+`

func TestSendToListen(t *testing.T) {
	clean(t)
	t.Setenv("STASH_WEBHOOK_SECRET", "fake-webhook-secret")
	stdout, stderr, stop := start(t, "listen")
	url := stderr.until(t, address)
	tool(t, "", "send", "PURCHASE_SUCCEEDED", "--to", url, "--field", "orderId=order-2").want(t, 0, "HTTP 200 {}", "")
	tool(t, "", "send", "--to", url, "Subscription.Expired", "--field", "data.status=expired").want(t, 0, "HTTP 200 {}", "")
	if got := stdout.until(t, `(?s)PURCHASE.*expired.*\n`); !regexp.MustCompile("^PURCHASE_SUCCEEDED\tPURCHASE_SUCCEEDED:order-2\ttest\nsubscription.expired\tsha256:[^\t]+\t-\n$").MatchString(got) {
		t.Errorf("printed %q", got)
	}
	t.Setenv("FAKE_OTHER", "fake-other-secret")
	tool(t, "", "send", "VIEW_ITEM", "--to", url, "--secret-env", "FAKE_OTHER").want(t, 1, "HTTP 401", "check that the receiver has the same secret")
	stderr.until(t, "level=WARN.*status=401")
	if status := stop(); status != 0 {
		t.Errorf("status %d: %s", status, stderr)
	}
	if both := stdout.String() + stderr.String(); strings.Contains(both, "fake-webhook-secret") || strings.Count(both, "VIEW_ITEM") > 0 {
		t.Errorf("it shows the secret or a forged event: %s", both)
	}
	tool(t, "", "send", "VIEW_ITEM", "--to", url).want(t, 1, "", "there was no response")
}

// TestListenPassesOn checks that an event is printed, saved and passed on with its signature, and that the receiver's
// failure is the answer.
func TestListenPassesOn(t *testing.T) {
	clean(t)
	t.Setenv("STASH_WEBHOOK_SECRET", "fake-webhook-secret")
	own, ownLogs, _ := start(t, "listen", "--addr", "0")
	folder := filepath.Join(t.TempDir(), "events")
	stdout, stderr, _ := start(t, "listen", "--addr", "0", "--json", "--save", folder, "--forward-to", ownLogs.until(t, address), "--events", "PURCHASE_SUCCEEDED,view_item")
	url := stderr.until(t, address)
	tool(t, "", "send", "PURCHASE_SUCCEEDED", "--to", url).want(t, 0, "HTTP 200", "")
	tool(t, "", "send", "MUTATE_CART", "--to", url).want(t, 0, "HTTP 200", "")
	own.until(t, "PURCHASE_SUCCEEDED\t")
	stderr.until(t, "PURCHASE_SUCCEEDED: the receiver answered HTTP 200")
	var printed struct {
		Type, Key string
		Body      map[string]any
	}
	if err := json.Unmarshal([]byte(stdout.until(t, `(?m)^.*$\n`)), &printed); err != nil || printed.Type != "PURCHASE_SUCCEEDED" || printed.Key == "" || printed.Body["purchaseSucceeded"] == nil {
		t.Errorf("printed %v: %s", err, stdout)
	}
	saved := filepath.Join(folder, "0001-PURCHASE_SUCCEEDED.json")
	tool(t, "", "send", "--file", saved, "--to", url).want(t, 0, "HTTP 200", "")
	if strings.Contains(own.String()+stdout.String(), "MUTATE_CART") || strings.Count(own.String(), "PURCHASE_SUCCEEDED\t") != 2 {
		t.Errorf("it passed on %s", own)
	}
	_, failing, _ := start(t, "listen", "--addr", "0", "--forward-to", serving(t, 503))
	tool(t, "", "send", "VIEW_ITEM", "--to", failing.until(t, address)).want(t, 1, "HTTP 500", "look into the receiver's log")
	_, gone, _ := start(t, "listen", "--addr", "0", "--forward-to", "http://127.0.0.1:1/?token=fake-token")
	tool(t, "", "send", "VIEW_ITEM", "--to", gone.until(t, address)).want(t, 1, "HTTP 500", "")
	if text := gone.until(t, "did not answer"); strings.Contains(gone.String(), "fake-token") {
		t.Errorf("it shows the URL: %s %s", text, gone)
	}
	for _, tt := range []struct{ args, stderr string }{
		{"listen --forward-to nowhere", "--forward-to is not a URL"},
		{"listen --events PURCHASE", "did you mean PURCHASE_REFUNDED or PURCHASE_SUCCEEDED"},
		{"listen --save " + saved, "cannot be made"},
		{"send VIEW_ITEM --file " + saved + " --to " + url, "leave the event and --field out"},
		{"send --file /no/such/file --to " + url, "cannot be read"},
	} {
		tool(t, "", strings.Fields(tt.args)...).want(t, 2, "", tt.stderr)
	}
}

// TestSendEveryEvent checks that each example is sent signed and as in the document.
func TestSendEveryEvent(t *testing.T) {
	clean(t)
	t.Setenv("STASH_WEBHOOK_SECRET", "fake-webhook-secret")
	stdout, stderr, _ := start(t, "listen")
	url := stderr.until(t, address)
	names, err := eventNames()
	if err != nil || len(names) < 14 {
		t.Fatalf("%v %v", names, err)
	}
	for _, name := range names {
		tool(t, "", "send", name, "--to", url+"/any/path").want(t, 0, "HTTP 200", "")
		stdout.until(t, regexp.QuoteMeta(name)+"\t")
	}
}

func TestSendFieldsAndAnswers(t *testing.T) {
	clean(t)
	t.Setenv("STASH_WEBHOOK_SECRET", "fake-webhook-secret")
	body, err := eventOf("PURCHASE_SUCCEEDED", []string{"items.0.quantity=3", "total=7", "purchaseSucceeded.timeMillis=1767225600001", "environment=production", "emailMarketingOptIn=true", "source=<a>"})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"quantity":3`, `"total":"7"`, `"timeMillis":1767225600001`, `"environment":"production"`, `"emailMarketingOptIn":true`, `"source":"<a>"`} {
		if !strings.Contains(string(body), part) {
			t.Errorf("%s is not in %s", part, body)
		}
	}
	for _, tt := range []struct {
		args   []string
		stderr string
	}{
		{nil, "the event is missing"},
		{[]string{"PURCHASE_SUCEEDED"}, "did you mean PURCHASE_SUCCEEDED; the events are "},
		{[]string{"VIEW_ITEM"}, "--to is missing"},
		{[]string{"VIEW_ITEM", "--to", "localhost"}, "--to is not a URL"},
		{[]string{"VIEW_ITEM", "--field", "a"}, "has no equals sign"},
		{[]string{"VIEW_ITEM", "--field", "itmId=a"}, "does not match the document: viewItem.itmId: the document has no such field; did you mean itemId; correct --field"},
		{[]string{"PURCHASE_SUCCEEDED", "--field", "items.0.quantity=many"}, "purchaseSucceeded.items[0].quantity: value must be an integer; correct --field"},
		{[]string{"PURCHASE_SUCCEEDED", "--field", "items.0.qantity=1"}, "purchaseSucceeded.items[0].qantity: the document has no such field; did you mean quantity"},
		{[]string{"PURCHASE_SUCCEEDED", "--field", "enviroment=test"}, "purchaseSucceeded.enviroment: the document has no such field; correct --field"},
		{[]string{"PURCHASE_SUCCEEDED", "--field", "environment=tst"}, "environment: value is not one of the allowed values"},
		{[]string{"subscription.expired", "--field", "planID=a"}, "data.planID: the document has no such field; did you mean planId"},
		{[]string{"subscription.created", "--field", "status=7", "--field", "createdAt=[]"}, "data.createdAt"},
		{[]string{"PURCHASE_SUCCEEDED", "--field", "items.1.id=a"}, "is not an index of a list of 1 element"},
		{[]string{"VIEW_ITEM", "--field", "itemId.x=a"}, "itemId has no fields"},
		{[]string{"VIEW_ITEM", "--to", "http://127.0.0.1:1", "--secret-env", "NO_SUCH_SECRET"}, "NO_SUCH_SECRET is missing"},
	} {
		tool(t, "", append([]string{"send"}, tt.args...)...).want(t, 2, "", tt.stderr)
	}
	for status, stderr := range map[int]string{201: "answer exactly 200", 302: "HTTP 302 is not success", 500: "look into the receiver's log"} {
		srv := serving(t, status)
		tool(t, "", "send", "VIEW_ITEM", "--to", srv).want(t, 1, "HTTP ", stderr)
	}
	for _, args := range [][]string{{"send", "VIEW_ITEM", "--to"}, {"emulate", "--webhook-url"}} {
		for _, user := range []string{"user:fake-password", "user"} {
			r := tool(t, "", append(args, "https://"+user+"@127.0.0.1:1/hook")...)
			if r.want(t, 2, "", args[len(args)-1]+" contains user info, which logs and the console would show; remove it"); strings.Contains(r.stderr, "fake-password") {
				t.Errorf("it shows the password: %s", r.stderr)
			}
		}
	}
	tool(t, "", "send", "VIEW_ITEM", "--to", "http://127.0.0.1:1").want(t, 1, "", "there was no response: dial")
}

func TestEmulate(t *testing.T) {
	clean(t)
	stdout, stderr, stop := start(t, "emulate", "--export", "--api-key", "fake-key-it's", "--shop-handle", "sample-shop",
		"--shop-id", "11111111-2222-4333-8444-555555555555", "--webhook-secret", "fake-webhook-secret-1")
	url := stderr.until(t, address)
	text := stdout.until(t, `(?s)export.*# or: .*\n`)
	stderr.until(t, address+".* in a browser for the console")
	read := func(name string) string {
		t.Helper()
		printed, err := exec.Command("sh", "-c", "STASH_HMAC_SECRET=old\n"+text+"printf %s \"$"+name+"\"").Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(printed)
	}
	for name, want := range map[string]string{
		"STASH_BASE_URL": url, "STASH_API_KEY": "fake-key-it's", "STASH_SHOP_HANDLE": "sample-shop", "STASH_ENVIRONMENT": "test", "STASH_HMAC_SECRET": "",
		"STASH_SHOP_ID": "11111111-2222-4333-8444-555555555555", "STASH_WEBHOOK_SECRET": "fake-webhook-secret-1",
	} {
		if got := read(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
		t.Setenv(name, want)
	}
	t.Setenv("STASH_PLAYER_TOKEN", read("STASH_PLAYER_TOKEN"))
	tool(t, "", "call", "ListSubscriptions").want(t, 0, "{", "")

	// The sample of Stash's API-key guide with only the host, the key and the handle changed.
	const sample = `{"shop_handle":"sample-shop","currency":"USD",` +
		`"external_user":{"id":"player-1001","validated_email":"player@example.com","display_name":"Robin"},` +
		`"items":[{"id":"gem-pack-500","name":"500 gems","price_per_item":"4.99","quantity":1,"image_url":"https://cdn.example.com/gems-500.png"}]}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+"/api/v1/sdk/checkout-links/generate", strings.NewReader(sample))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Stash-Api-Key", "fake-key-it's")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var link struct{ URL, ID string }
	if err := json.NewDecoder(resp.Body).Decode(&link); err != nil || resp.StatusCode != http.StatusOK || link.URL == "" || link.ID == "" {
		t.Errorf("HTTP %d, %+v, %v", resp.StatusCode, link, err)
	}
	stderr.until(t, "POST /api/v1/sdk/checkout-links/generate GenerateCheckoutLink, apiKey: HTTP 200")
	if _, err := http.Get(url + "/nowhere"); err != nil {
		t.Fatal(err)
	}
	stderr.until(t, `GET /nowhere \(no operation\), no credential: HTTP 404`)
	if strings.Contains(stderr.String(), "fake-") {
		t.Errorf("the log shows a key: %s", stderr)
	}
	if status := stop(); status != 0 {
		t.Errorf("status %d", status)
	}
	tool(t, "", "call", "ListPlans").want(t, 1, "", "got no answer")
}

func TestEmulateWithHMAC(t *testing.T) {
	clean(t)
	stdout, _, _ := start(t, "emulate", "--hmac", "--webhook-url", "http://127.0.0.1:1/")
	text := stdout.until(t, `(?s)export.*# or: .*\n`)
	if !strings.HasPrefix(text, "export STASH_BASE_URL=") || !strings.Contains(text, "\nunset STASH_API_KEY\n") || !strings.HasPrefix(stdout.String(), "# An emulated Stash") {
		t.Errorf("printed %s", stdout)
	}
	for _, name := range []string{"STASH_BASE_URL", "STASH_HMAC_SECRET", "STASH_SHOP_ID"} {
		t.Setenv(name, regexp.MustCompile(name + "='([^']*)'").FindStringSubmatch(text)[1])
	}
	tool(t, "", "call", "GetLoyalty", "-p", "shopId="+regexp.MustCompile(`SHOP_ID='([^']*)'`).FindStringSubmatch(text)[1]).want(t, 0, "season-1", "")
	tool(t, "", "call", "ListPlans").want(t, 0, "plans", "")
}

func TestPortsNotOpened(t *testing.T) {
	clean(t)
	t.Setenv("STASH_WEBHOOK_SECRET", "fake-webhook-secret")
	taken := strings.TrimPrefix(stashtest.New(t).URL, "http://")
	for _, name := range []string{"listen", "emulate"} {
		tool(t, "", name, "--addr", "0.0.0.0:0").want(t, 2, "", "add --listen-anywhere")
		tool(t, "", name, "--addr", "stash.example.com:80").want(t, 2, "", "is not loopback")
		tool(t, "", name, "--addr", "99999").want(t, 1, "", "invalid port")
		tool(t, "", name, "--addr", "80a").want(t, 2, "", "is not an address")
		_, logs, end := start(t, name, "--addr", ":0")
		logs.until(t, "listening on http://127.0.0.1:")
		end()
		tool(t, "", name, "--addr", taken).want(t, 1, "", "address already in use")
		tool(t, "", name, "now").want(t, 2, "", "this command takes no arguments")
		_, stderr, stop := start(t, name, "--addr", "0.0.0.0:0", "--listen-anywhere")
		stderr.until(t, "warning: everyone who can reach 0.0.0.0:0")
		stderr.until(t, "listening on ")
		if status := stop(); status != 0 {
			t.Errorf("%s ends with status %d", name, status)
		}
	}
	tool(t, "", "emulate", "--api-key", "a b").want(t, 1, "", "the API key has white space")
	tool(t, "", "emulate", "--webhook-url", "nowhere").want(t, 2, "", "--webhook-url is not a URL")
	t.Setenv("STASH_WEBHOOK_SECRET", "")
	tool(t, "", "listen").want(t, 2, "", "STASH_WEBHOOK_SECRET is missing")
}

// serving answers every request with the same status.
func serving(t *testing.T, status int) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	logs, ended := new(output), make(chan error, 1)
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "/elsewhere")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "two\nlines")
	})
	go func() { ended <- serve(ctx, "127.0.0.1:0", handler, logs) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return logs.until(t, address)
}
