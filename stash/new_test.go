package stash_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

const fakeKey = "fake-ingress-key_0123456789-not-a-secret"

// TestNewRefusesMistakes checks that every mistake is reported at construction, says what to do, and shows neither
// the key nor the URL.
func TestNewRefusesMistakes(t *testing.T) {
	good := stash.WithBaseURL("https://stash.example.com/base")
	tests := []struct {
		name       string
		credential stash.Credential
		opts       []stash.Option
		want       string // part of the error
	}{
		{"no credential", stash.Credential{}, []stash.Option{good}, "stash.APIKey(key)"},
		{"empty key", stash.APIKey(""), []stash.Option{good}, "API key is empty"},
		{"pasted newline", stash.APIKey(fakeKey + "\n"), []stash.Option{good}, "white space at byte 41"},
		{"leading blank", stash.APIKey(" " + fakeKey), []stash.Option{good}, "white space at byte 1"},
		{"carriage return", stash.APIKey(fakeKey + "\r"), []stash.Option{good}, "white space"},
		{"no-break space", stash.APIKey(fakeKey + "\u00a0"), []stash.Option{good}, "white space"},
		{"control character", stash.APIKey(fakeKey + "\x00"), []stash.Option{good}, "invisible character"},
		{"byte order mark", stash.APIKey("\ufeff" + fakeKey), []stash.Option{good}, "invisible character"},
		{"no text", stash.APIKey("\xff\xfe" + fakeKey), []stash.Option{good}, "not valid UTF-8"},
		{"no environment", stash.APIKey(fakeKey), nil, "stash.WithEnvironment(stash.Test)"},
		{"unknown environment", stash.APIKey(fakeKey), []stash.Option{stash.WithEnvironment("staging")}, `must be "production" or "test"`},
		{"empty base URL", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("")}, "base URL is empty"},
		{"no scheme", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("stash.example.com")}, "must start with https://"},
		{"other scheme", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("ftp://stash.example.com")}, "must start with https://"},
		{"no host", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("https:///sdk")}, "has no host"},
		{"plain http", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("http://stash.example.com")}, "plain http"},
		{"plain http, loopback's look-alike", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("http://127.0.0.1.example.com")}, "plain http"},
		{"plain http, a letter that folds to s", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("http://localho\u017ft")}, "must be ASCII"},
		{"full-width dots", stash.APIKey(fakeKey), []stash.Option{stash.WithEnvironment(stash.Test), stash.WithBaseURL("https://api\uff0estash\u3002gg")}, "must be ASCII"},
		{"escaped full-width dots", stash.APIKey(fakeKey), []stash.Option{stash.WithEnvironment(stash.Test), stash.WithBaseURL("https://api%EF%BC%8Estash.gg")}, "must be ASCII"},
		{"two dots at the end", stash.APIKey(fakeKey), []stash.Option{stash.WithEnvironment(stash.Test), stash.WithBaseURL("https://api.stash.gg..")}, "production environment"},
		{"dot at the end", stash.APIKey(fakeKey), []stash.Option{stash.WithEnvironment(stash.Test), stash.WithBaseURL("https://api.stash.gg.")}, "production environment"},
		{"two dots in a row", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("https://api..example.com")}, "empty label"},
		{"password in URL", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("https://u:p4ssw0rd@stash.example.com")}, "user name or password"},
		{"query in URL", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("https://stash.example.com?x=1")}, "query or a fragment"},
		{"empty query", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("https://stash.example.com?")}, "query or a fragment"},
		{"fragment in URL", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("https://stash.example.com/#x")}, "query or a fragment"},
		{"dots in URL", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("https://stash.example.com/a/../b")}, "a . or .. segment"},
		{"unreadable URL", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("https://stash .example.com")}, "cannot be read"},
		{"newline in URL", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("https://stash.example.com\n")}, "cannot be read"},
		{"nil option", stash.APIKey(fakeKey), []stash.Option{good, nil}, "option 2 is nil"},
		{"nil http client", stash.APIKey(fakeKey), []stash.Option{good, stash.WithHTTPClient(nil)}, "http.Client is nil"},
		{"nil transport", stash.APIKey(fakeKey), []stash.Option{good, stash.WithTransport(nil)}, "function is nil"},
		{"lost transport", stash.APIKey(fakeKey), []stash.Option{good, stash.WithTransport(func(http.RoundTripper) http.RoundTripper { return nil })}, "returned nil"},
		{"nil limiter", stash.APIKey(fakeKey), []stash.Option{good, stash.WithLimiter(nil)}, "limiter is nil"},
		{"nil limiter in an interface", stash.APIKey(fakeKey), []stash.Option{good, stash.WithLimiter((*limiter)(nil))}, "limiter is nil"},
		{"nil logger", stash.APIKey(fakeKey), []stash.Option{good, stash.WithLogger(nil)}, "logger is nil"},
		{"nil editor", stash.APIKey(fakeKey), []stash.Option{good, stash.WithRequestEditor(nil)}, "editor is nil"},
		{"nil clock", stash.APIKey(fakeKey), []stash.Option{good, stash.WithClock(nil)}, "clock is nil"},
		{"no time", stash.APIKey(fakeKey), []stash.Option{good, stash.WithTimeout(0)}, "greater than zero"},
		{"negative time", stash.APIKey(fakeKey), []stash.Option{good, stash.WithAttemptTimeout(-time.Second)}, "greater than zero"},
		{"no bytes", stash.APIKey(fakeKey), []stash.Option{good, stash.WithMaxResponseBytes(0)}, "greater than zero"},
		{"negative retries", stash.APIKey(fakeKey), []stash.Option{good, stash.WithRetries(-1)}, "0 to 10"},
		{"too many retries", stash.APIKey(fakeKey), []stash.Option{good, stash.WithRetries(11)}, "0 to 10"},
		{"empty shop handle", stash.APIKey(fakeKey), []stash.Option{good, stash.WithShopHandle("")}, "shop handle is empty"},
		{"empty user agent", stash.APIKey(fakeKey), []stash.Option{good, stash.WithUserAgent("")}, "product is empty"},
		{"other environment's host", stash.APIKey(fakeKey), []stash.Option{stash.WithBaseURL("https://API.stash.gg:443/x"), stash.WithEnvironment(stash.Test)}, "address of the production environment"},
		{"header in user agent", stash.APIKey(fakeKey), []stash.Option{good, stash.WithUserAgent("x\r\nY: z")}, "printable ASCII"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client, err := stash.New(tt.credential, tt.opts...)
			if err == nil || client != nil {
				t.Fatalf("New accepted it")
			}
			if !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "stash.New: ") {
				t.Errorf("error is %q, want it to say %q", err, tt.want)
			}
			for _, secret := range []string{fakeKey, "p4ssw0rd"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("error shows a secret: %q", err)
				}
			}
		})
	}
}

func TestNewAccepts(t *testing.T) {
	for _, opts := range [][]stash.Option{
		{stash.WithEnvironment(stash.Production)},
		{stash.WithEnvironment(stash.Test)},
		{stash.WithEnvironment(stash.Test), stash.WithBaseURL("https://proxy.example.com/stash/")},
		{stash.WithBaseURL("http://127.0.0.1:8080")},
		{stash.WithBaseURL("http://[::1]:8080")},
		{stash.WithBaseURL("http://localhost:8080")},
		{stash.WithBaseURL("https://stash.example.com/deep/base/"), stash.WithRetries(0), stash.WithHTTPClient(&http.Client{})},
	} {
		if _, err := stash.New(stash.APIKey(fakeKey), opts...); err != nil {
			t.Error(err)
		}
	}
}

// TestLastEnvironmentCounts checks that a test's option is not lost behind what was chosen before it: that would charge
// real money.
func TestLastEnvironmentCounts(t *testing.T) {
	var asked string
	isTest := func(client *stash.Client, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.GetPaymentEvent(t.Context(), "link-1"); asked != "test-api.stash.gg" || !strings.Contains(err.Error(), "test environment") {
			t.Errorf("%s is asked, and the error is: %v", asked, err)
		}
	}
	noted := stash.WithHTTPClient(&http.Client{Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		asked = r.URL.Host
		return &http.Response{StatusCode: 401, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
	})})
	isTest(stash.New(stash.APIKey(fakeKey), stash.WithEnvironment(stash.Production), stash.WithEnvironment(stash.Test), noted))
	for _, environment := range []string{"production", ""} {
		t.Setenv("STASH_API_KEY", fakeKey)
		t.Setenv("STASH_ENVIRONMENT", environment)
		isTest(stash.NewFromEnv(stash.WithEnvironment(stash.Test), noted))
	}
}

func TestNewFromEnv(t *testing.T) {
	set := func(t *testing.T, env map[string]string) {
		for _, name := range []string{"STASH_API_KEY", "STASH_SHOP_ID", "STASH_HMAC_SECRET", "STASH_SHOP_HANDLE", "STASH_ENVIRONMENT", "STASH_BASE_URL"} {
			t.Setenv(name, env[name])
		}
	}
	tests := []struct {
		name string
		env  map[string]string
		want string // part of the error; empty for success
	}{
		{"nothing", nil, "STASH_API_KEY"},
		{"no environment", map[string]string{"STASH_API_KEY": fakeKey}, "STASH_ENVIRONMENT"},
		{"test", map[string]string{"STASH_API_KEY": fakeKey, "STASH_ENVIRONMENT": "test"}, ""},
		{"base URL", map[string]string{"STASH_API_KEY": fakeKey, "STASH_BASE_URL": "http://127.0.0.1:1"}, ""},
		{"shop handle", map[string]string{"STASH_API_KEY": fakeKey, "STASH_ENVIRONMENT": "production", "STASH_SHOP_HANDLE": "shop"}, ""},
		{"misspelled environment", map[string]string{"STASH_API_KEY": fakeKey, "STASH_ENVIRONMENT": "prod"}, `"prod"`},
		{"HMAC", map[string]string{"STASH_SHOP_ID": fakeShop, "STASH_HMAC_SECRET": fakeSecret, "STASH_ENVIRONMENT": "test"}, ""},
		{"no shop id", map[string]string{"STASH_HMAC_SECRET": fakeSecret, "STASH_ENVIRONMENT": "test"}, "STASH_SHOP_ID"},
		{"no secret", map[string]string{"STASH_SHOP_ID": fakeShop, "STASH_ENVIRONMENT": "test"}, "STASH_HMAC_SECRET"},
		{"both", map[string]string{"STASH_API_KEY": fakeKey, "STASH_SHOP_ID": fakeShop, "STASH_HMAC_SECRET": fakeSecret}, "both set"},
		{"newline in key", map[string]string{"STASH_API_KEY": fakeKey + "\n", "STASH_ENVIRONMENT": "test"}, "white space"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			set(t, tt.env)
			client, err := stash.NewFromEnv()
			for name := range tt.env {
				t.Setenv(name, "")
			}
			_, other := stash.NewFromLookup(func(name string) (string, bool) { value, ok := tt.env[name]; return value, ok })
			if told := fmt.Sprint(other); told != strings.ReplaceAll(fmt.Sprint(err), "NewFromEnv", "NewFromLookup") {
				t.Errorf("NewFromLookup: %s; NewFromEnv: %v", told, err)
			}
			if tt.want == "" {
				if err != nil || client == nil {
					t.Fatalf("NewFromEnv: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want it to name %s", err, tt.want)
			}
			if err != nil && strings.Contains(err.Error(), fakeKey) {
				t.Errorf("error shows the key: %v", err)
			}
		})
	}
}

func TestNewFromNoLookup(t *testing.T) {
	if _, err := stash.NewFromLookup(nil); err == nil || !strings.Contains(err.Error(), "the function is nil") {
		t.Error(err)
	}
}
