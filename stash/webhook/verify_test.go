package webhook_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

func plain(sum string) http.Header { return http.Header{"Stash-Hmac-Signature": {sum}} }

func versioned(value string) http.Header { return http.Header{"X-Stash-Hmac-Signature": {value}} }

func TestVerify(t *testing.T) {
	sha1Sum := "qvTGHdzF6KLavt4PO0gs2a6pQ00="
	for _, tt := range []struct {
		name    string
		body    string
		header  http.Header
		secrets []string
		want    error
		says    string
	}{
		{"openssl, long secret", sampleBody, plain(longSum), []string{longSecret}, nil, ""},
		{"openssl, short secret", sampleBody, plain(shortSum), []string{shortSecret}, nil, ""},
		{"rotation, new first", sampleBody, plain(shortSum), []string{longSecret, shortSecret}, nil, ""},
		{"rotation, old first", sampleBody, plain(shortSum), []string{shortSecret, longSecret}, nil, ""},
		{"header in lower case", sampleBody, http.Header{"stash-hmac-signature": {shortSum}}, []string{shortSecret}, nil, ""},
		{"no secret", sampleBody, plain(shortSum), nil, webhook.ErrNoSecret, "Stash Studio"},
		{"empty secret", sampleBody, plain(shortSum), []string{shortSecret, ""}, webhook.ErrNoSecret, "secret 2 of 2 is empty"},
		{"blank secret", sampleBody, plain(shortSum), []string{" \n"}, webhook.ErrNoSecret, "secret 1 of 1 is empty"},
		{"invisible secret", sampleBody, plain(shortSum), []string{"\u200b\x00"}, webhook.ErrNoSecret, "secret 1 of 1 is empty"},
		{"empty body", "", plain(shortSum), []string{shortSecret}, webhook.ErrEmptyBody, "middleware"},
		{"no header", sampleBody, nil, []string{shortSecret}, webhook.ErrNoSignature, "proxy"},
		{"empty header", sampleBody, plain(""), []string{shortSecret}, webhook.ErrNoSignature, "is empty"},
		{"two headers", sampleBody, http.Header{"Stash-Hmac-Signature": {shortSum, shortSum}}, []string{shortSecret}, webhook.ErrManySignatures, "2 times"},
		{"not base64", sampleBody, plain("not base64!"), []string{shortSecret}, webhook.ErrBadBase64, "standard base64"},
		{"no padding", sampleBody, plain(strings.TrimRight(shortSum, "=")), []string{shortSecret}, webhook.ErrBadBase64, ""},
		{"other alphabet", sampleBody, plain(strings.ReplaceAll(shortSum, "+", "-")), []string{shortSecret}, webhook.ErrBadBase64, ""},
		{"line break in it", sampleBody, plain(shortSum[:20] + "\r\n" + shortSum[20:]), []string{shortSecret}, webhook.ErrBadBase64, ""},
		{"stray bits at its end", sampleBody, plain(shortSum[:42] + "d="), []string{shortSecret}, webhook.ErrBadBase64, ""},
		{"too short", sampleBody, plain(sha1Sum), []string{shortSecret}, webhook.ErrBadLength, "20 bytes"},
		{"too long", sampleBody, plain(sha1Sum[:20] + longSum), []string{shortSecret}, webhook.ErrBadLength, "47 bytes"},
		{"other secret", sampleBody, plain(shortSum), []string{longSecret}, webhook.ErrMismatch, "beside this webhook"},
		{"other body", sampleBody + " ", plain(shortSum), []string{shortSecret}, webhook.ErrMismatch, "exactly as received"},
		{"secret with a line break", sampleBody, plain(shortSum), []string{shortSecret + "\n"}, webhook.ErrMismatch, "line break around the secret"},
		{"secret to decode", sampleBody, plain(base64Sum), []string{longSecret, base64Secret}, webhook.ErrMismatch, "secret base64-decoded"},
		{"secret to decode, with a line break", sampleBody, plain(base64Sum), []string{base64Secret + "\n"}, webhook.ErrMismatch, "secret base64-decoded"},
		{"line break at the body's end", sampleBody + "\n", plain(shortSum), []string{shortSecret}, webhook.ErrMismatch, "without the line break at the end of the body"},
		{"versioned and stale", sampleBody, versioned(versionedHeader), []string{longSecret}, webhook.ErrStale, "clock"},
		{"unknown version, plain one right", sampleBody, http.Header{"X-Stash-Hmac-Signature": {"v2;a;1;b"}, "Stash-Hmac-Signature": {shortSum}}, []string{shortSecret}, webhook.ErrUnknownVersion, "v1"},
		{"versioned wins over a plain one that is right", sampleBody, http.Header{"X-Stash-Hmac-Signature": {versionedHeader}, "Stash-Hmac-Signature": {shortSum}}, []string{shortSecret}, webhook.ErrMismatch, "X-Stash"},
		{"versioned header cut off", sampleBody, versioned("v1;a;1"), []string{shortSecret}, webhook.ErrMalformed, "3 parts"},
		{"leading zeros in the time", sampleBody, versioned(strings.Replace(versionedHeader, ";1760000000000;", ";01760000000000;", 1)), []string{longSecret}, webhook.ErrMalformed, "time"},
		{"versioned time", sampleBody, versioned("v1;a;+1;b"), []string{shortSecret}, webhook.ErrMalformed, "time"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := webhook.Verify([]byte(tt.body), tt.header, tt.secrets...)
			if !errors.Is(err, tt.want) || (tt.want == nil) != (err == nil) {
				t.Fatalf("error %v, want %v", err, tt.want)
			}
			if err == nil {
				return
			}
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error %q does not say %q", err, tt.says)
			}
			for _, secret := range append(tt.secrets, base64Secret) {
				if secret = strings.TrimSpace(secret); secret != "" && strings.Contains(err.Error(), secret) {
					t.Errorf("error %q shows a secret", err)
				}
			}
		})
	}
}

func TestVerifierOptions(t *testing.T) {
	at := func(millis int64) webhook.VerifyOption {
		return webhook.WithClock(func() time.Time { return time.UnixMilli(millis) })
	}
	const five = 5 * 60 * 1000
	shop := webhook.WithShopID(strings.ToUpper(versionedShop))
	for _, tt := range []struct {
		name   string
		secret string
		opts   []webhook.VerifyOption
		header http.Header
		want   error
	}{
		{"now", longSecret, []webhook.VerifyOption{at(versionedMillis), shop}, versioned(versionedHeader), nil},
		{"five minutes late", longSecret, []webhook.VerifyOption{at(versionedMillis + five)}, versioned(versionedHeader), nil},
		{"later", longSecret, []webhook.VerifyOption{at(versionedMillis + five + 1)}, versioned(versionedHeader), webhook.ErrStale},
		{"five minutes early", longSecret, []webhook.VerifyOption{at(versionedMillis - five)}, versioned(versionedHeader), nil},
		{"earlier", longSecret, []webhook.VerifyOption{at(versionedMillis - five - 1)}, versioned(versionedHeader), webhook.ErrStale},
		{"wider window", longSecret, []webhook.VerifyOption{at(versionedMillis + 2*five), webhook.WithWindow(time.Hour)}, versioned(versionedHeader), nil},
		{"another shop", longSecret, []webhook.VerifyOption{at(versionedMillis), webhook.WithShopID("x")}, versioned(versionedHeader), webhook.ErrWrongShop},
		{"forged time", longSecret, []webhook.VerifyOption{at(versionedMillis + 1)}, versioned(strings.Replace(versionedHeader, "0000;", "0001;", 1)), webhook.ErrMismatch},
		{"plain has no shop", shortSecret, []webhook.VerifyOption{shop}, plain(shortSum), nil},
		{"decoded", base64Secret, []webhook.VerifyOption{webhook.WithBase64Secrets()}, plain(base64Sum), nil},
		{"not decoded", base64Secret, []webhook.VerifyOption{webhook.WithBase64Secrets()}, plain(longSum), webhook.ErrMismatch},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := webhook.NewVerifier([]string{tt.secret}, tt.opts...)
			if err != nil {
				t.Fatal(err)
			}
			if err := v.Verify([]byte(sampleBody), tt.header); !errors.Is(err, tt.want) || (tt.want == nil) != (err == nil) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
				if text := fmt.Sprintf(verb+verb, v, *v); strings.Contains(text, tt.secret) {
					t.Errorf("%s prints %s", verb, text)
				}
			}
		})
	}
}

func TestNewVerifierRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		secrets []string
		opt     webhook.VerifyOption
		says    string
	}{
		"no secret":    {nil, nil, "no webhook secret"},
		"empty secret": {[]string{"a-fake-secret", ""}, nil, "secret 2 of 2 is empty"},
		"line break":   {[]string{"a-fake-secret\n"}, nil, "white space at byte 14"},
		"not base64":   {[]string{"a.fake.secret"}, webhook.WithBase64Secrets(), "is not base64"},
		"empty shop":   {[]string{"a-fake-secret"}, webhook.WithShopID(""), "WithShopID"},
		"no clock":     {[]string{"a-fake-secret"}, webhook.WithClock(nil), "WithClock"},
		"no window":    {[]string{"a-fake-secret"}, webhook.WithWindow(0), "WithWindow"},
	} {
		t.Run(name, func(t *testing.T) {
			var opts []webhook.VerifyOption
			if tt.opt != nil {
				opts = append(opts, tt.opt)
			}
			_, err := webhook.NewVerifier(tt.secrets, opts...)
			if err == nil || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "fake") {
				t.Errorf("error %v, want one that says %q and shows no secret", err, tt.says)
			}
		})
	}
	if _, err := webhook.NewVerifier([]string{"a-fake-secret"}, webhook.WithWindow(time.Hour), nil); err == nil || !strings.Contains(err.Error(), "option 2 of 2 is nil") {
		t.Errorf("a nil option: %v", err)
	}
	if err := new(webhook.Verifier).Verify([]byte("{}"), plain(shortSum)); !errors.Is(err, webhook.ErrNoSecret) {
		t.Errorf("a zero Verifier: %v", err)
	}
}

func TestVerifyAllocatesNothing(t *testing.T) {
	if racing {
		t.Skip("the race detector makes pools forget")
	}
	body, header := []byte(sampleBody), plain(shortSum)
	if n := testing.AllocsPerRun(1000, func() {
		if webhook.Verify(body, header, longSecret, shortSecret) != nil {
			t.Fatal("refused")
		}
	}); n != 0 {
		t.Errorf("Verify allocates %v times", n)
	}
}
