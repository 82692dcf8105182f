package main

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

const (
	fakeSecret = "fake-secret-0123456789"
	signedBody = `{"a":1}`
	signedAt   = 1767225600000
)

func secrets(t *testing.T) {
	t.Helper()
	clean(t)
	for _, name := range []string{"STASH_HMAC_SECRET", "STASH_GAMESERVER_SECRET", "STASH_WEBHOOK_SECRET"} {
		t.Setenv(name, fakeSecret)
	}
	t.Setenv("STASH_SHOP_ID", fakeShopID)
}

func TestSignAndVerify(t *testing.T) {
	secrets(t)
	body := written(t, signedBody+"\n")
	for _, direction := range []string{"to-stash", "from-stash", "webhook"} {
		for _, how := range [][]string{{body}, {"-"}, {"-d", "@" + body}, {"-d", "-"}, {"-d", signedBody + "\n"}} {
			common := append([]string{"--direction", direction}, how...)
			signed := tool(t, signedBody+"\n", append([]string{"sign"}, common...)...)
			signed.want(t, 0, "ignature: ", "")
			header := strings.TrimSpace(signed.stdout)
			tool(t, signedBody+"\n", append([]string{"verify", "--header", header}, common...)...).want(t, 0, "The signature is valid", "")
			_, value, _ := strings.Cut(header, ": ")
			tool(t, signedBody+"\n", append([]string{"verify", "--header", value}, common...)...).want(t, 0, "The signature is valid", "")
		}
	}
	// The SDK makes the same headers.
	h := http.Header{}
	name, value, _ := strings.Cut(strings.TrimSpace(tool(t, "", "sign", "--direction", "webhook", "-d", signedBody).stdout), ": ")
	h.Set(name, value)
	if err := webhook.Verify([]byte(signedBody), h, fakeSecret); err != nil {
		t.Error(err)
	}
	want := "x-stash-hmac-signature: " + signature.NewKey([]byte(fakeSecret)).Header(fakeShopID, signedAt, nil) + "\n"
	if got := tool(t, "", "sign", "--time", fmt.Sprint(signedAt)).stdout; got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
}

func TestVerifyExplains(t *testing.T) {
	secrets(t)
	own, decoded := []byte(fakeSecret), []byte("fake key bytes")
	sign := func(key []byte, millis int64, body string) string {
		return signature.NewKey(key).Header(fakeShopID, millis, []byte(body))
	}
	plain := func(key []byte, body string) string {
		return signature.Encode(signature.NewKey(key).Legacy([]byte(body)))
	}
	for _, tt := range []struct {
		header, body string
		clock        int64
		stderr       string
	}{
		{sign(own, signedAt, signedBody), signedBody, signedAt + 7*60_000, "It is stale: it was signed 7m0s ago, and the limit is 5m0s"},
		{sign(own, signedAt, signedBody), signedBody, signedAt - 7*60_000, "signed 7m0s in the future"},
		{sign(own, 1, signedBody), signedBody, 9e18, "more than a century away"},
		{sign(own, signedAt, signedBody), signedBody + "\n", signedAt, "It would match without the line break at the body's end."},
		{sign(own, signedAt, signedBody+"\n"), signedBody, signedAt, "It would match with a line break at the body's end."},
		{sign(own, signedAt, "{}"), "", signedAt, "It would match over the body {}: the signer signed that instead."},
		{sign(own, signedAt, ""), "{}", signedAt, "It would match over an empty body"},
		{sign(own, signedAt, signedBody), `{"a": 1}`, signedAt, "without white space"},
		{sign(own, signedAt, signedBody), "{\"b\":2}", signedAt, "No usual mistake with the secret in STASH_HMAC_SECRET"},
		{sign([]byte(fakeSecret+"\n"), signedAt, signedBody), signedBody, signedAt, "with a line break after the secret"},
		{sign(own, signedAt, "a\nb"), "a\r\nb", signedAt, "with LF instead of CRLF"},
		{"v1;" + fakeShopID + ";" + fmt.Sprint(signedAt) + ";" + plain(own, signedBody), signedBody, signedAt, "over the body only: sign the time and a dot"},
		{plain(own, signedBody), signedBody + "\n", signedAt, "without the line break"},
		{strings.Replace(sign(own, signedAt, signedBody), "1111", "2222", 1), signedBody, signedAt, "It is from another shop: it names 22221111-2222"},
		{sign(own, signedAt, signedBody)[:60], signedBody, signedAt, "the header cannot be read"},
		{"x;y", signedBody, signedAt, "the header cannot be read"},
		{"bm8=", signedBody, signedAt, "the header cannot be read"},
	} {
		tool(t, tt.body, "verify", "--time", fmt.Sprint(tt.clock), "--header", tt.header, "-").want(t, 1, "", tt.stderr)
	}
	t.Setenv("STASH_HMAC_SECRET", base64.StdEncoding.EncodeToString(decoded))
	r := tool(t, "", "verify", "--time", fmt.Sprint(signedAt), "--header", sign(decoded, signedAt, signedBody), "-d", signedBody+"\n")
	r.want(t, 1, "", "It would match with the secret base64-decoded (--base64-secret), and without the line break at the body's end.")
	if strings.Contains(r.stderr, base64.StdEncoding.EncodeToString(decoded)) || strings.Contains(r.stderr, string(decoded)) {
		t.Errorf("the secret is shown: %s", r.stderr)
	}
	tool(t, "", "verify", "--base64-secret", "--time", fmt.Sprint(signedAt), "--header", sign(decoded, signedAt, signedBody), "-d", signedBody).want(t, 0, "valid", "")
}

// TestVerifyFindsTheDirection checks that a header of another direction is recognised by its secret, and by its form.
func TestVerifyFindsTheDirection(t *testing.T) {
	secrets(t)
	t.Setenv("STASH_GAMESERVER_SECRET", "fake-game-server-secret")
	t.Setenv("STASH_WEBHOOK_SECRET", "fake-webhook-secret")
	versioned := func(secret string) string {
		return signature.NewKey([]byte(secret)).Header(fakeShopID, signedAt, []byte(signedBody))
	}
	plain := func(secret string) string {
		return signature.Encode(signature.NewKey([]byte(secret)).Legacy([]byte(signedBody)))
	}
	for _, tt := range []struct{ direction, header, stderr string }{
		{"to-stash", versioned("fake-game-server-secret"), "It matches the secret in STASH_GAMESERVER_SECRET; use --direction from-stash."},
		{"from-stash", versioned(fakeSecret), "It matches the secret in STASH_HMAC_SECRET; use --direction to-stash."},
		{"to-stash", "Stash-Hmac-Signature: " + plain("fake-webhook-secret"), "It matches the secret in STASH_WEBHOOK_SECRET; use --direction webhook."},
		{"to-stash", plain("fake-unknown"), "neither a shop nor a time, as a webhook's header; use --direction webhook."},
		{"webhook", versioned(fakeSecret), "It matches the secret in STASH_HMAC_SECRET; use --direction to-stash."},
		{"webhook", versioned("fake-unknown"), "use --direction to-stash or from-stash."},
		{"to-stash", versioned("fake-unknown"), "No usual mistake"},
	} {
		tool(t, "", "verify", "--direction", tt.direction, "--time", fmt.Sprint(signedAt), "--header", tt.header, "-d", signedBody).want(t, 1, "", tt.stderr)
	}
}

// TestVerifyOtherUnits checks that a time in another unit is recognised, with the clock and with --time.
func TestVerifyOtherUnits(t *testing.T) {
	secrets(t)
	now := time.Now()
	for want, units := range map[string][]int64{
		"It is stale: its time is in seconds, and Stash expects milliseconds": {now.Unix(), now.Unix() - 3600, now.Unix() + 3600},
		"more than a century away, so its time is not in milliseconds":        {now.UnixMicro(), now.UnixNano()},
		"It is stale: it was signed 1h0m0s ago":                               {now.UnixMilli() - 3_600_000},
	} {
		for _, at := range units {
			header := signature.NewKey([]byte(fakeSecret)).Header(fakeShopID, at, []byte(signedBody))
			tool(t, "", "verify", "--header", header, "-d", signedBody).want(t, 1, "", want)
			tool(t, "", "verify", "--time", fmt.Sprint(now.UnixMilli()), "--header", header, "-d", signedBody).want(t, 1, "", want)
		}
	}
}

// TestVerifyTellsAll checks that the age is reported together with another mistake.
func TestVerifyTellsAll(t *testing.T) {
	secrets(t)
	old := time.Now().Add(-time.Hour).UnixMilli()
	header := signature.NewKey([]byte("fake-other-secret")).Header(sampleShop, old, nil)
	r := tool(t, "", "verify", "--shop-id", "22222222-2222-4333-8444-555555555555", "--header", header)
	for _, part := range []string{"does not match", "another shop", "It is stale: it was signed 1h0m0s ago"} {
		r.want(t, 1, "", part)
	}
}

func TestSignNotUnderstood(t *testing.T) {
	secrets(t)
	body := written(t, signedBody)
	for _, tt := range []struct {
		args   []string
		stderr string
	}{
		{[]string{"sign", "--direction", "webhok", body}, "did you mean webhook"},
		{[]string{"sign", body, body}, "the body is given twice"},
		{[]string{"sign", body, "-d", "{}"}, "the body is given twice"},
		{[]string{"sign", "/no/such/file"}, "the body cannot be read"},
		{[]string{"sign", "--time", "-5"}, "before 1970"},
		{[]string{"sign", "--time", "soon"}, "run stash help sign"},
		{[]string{"sign", "--direction", "webhook"}, "the body is missing, and every webhook has one"},
		{[]string{"sign", "--shop-id", "a;b"}, "a character that a header cannot contain"},
		{[]string{"sign", "--base64-secret"}, "is not base64; remove --base64-secret"},
		{[]string{"sign", "--secret-env", "NO_SUCH_SECRET"}, "NO_SUCH_SECRET is missing"},
		{[]string{"sign", "--secret-env", "fake-secret-pasted"}, "is not the name of an environment variable"},
		{[]string{"verify"}, "--header is missing"},
		{[]string{"verify", "--header", "X-Other: a"}, `the header "X-Other" is not one of Stash's`},
	} {
		if strings.HasPrefix(tt.stderr, "is not base64") {
			t.Setenv("STASH_HMAC_SECRET", "fake-!!")
		}
		tool(t, "", tt.args...).want(t, 2, "", tt.stderr)
	}
	if r := tool(t, "", "sign", "--secret-env", "fake-secret-pasted"); strings.Contains(r.stderr, "pasted") {
		t.Errorf("a secret in place of a name is shown: %s", r.stderr)
	}
	t.Setenv("STASH_HMAC_SECRET", "fake-secret with-blank")
	tool(t, "", "sign").want(t, 2, "", "has white space")
	t.Setenv("STASH_HMAC_SECRET", "")
	tool(t, "", "sign").want(t, 2, "", "STASH_HMAC_SECRET is missing; set it to")
	t.Setenv("STASH_HMAC_SECRET", fakeSecret)
	t.Setenv("STASH_SHOP_ID", "")
	tool(t, "", "sign").want(t, 2, "", "the shop's id is missing")
}
