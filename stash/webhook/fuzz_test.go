package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// FuzzVerify checks that Verify accepts only the signature that crypto/hmac makes, and refuses everything else without a
// panic.
func FuzzVerify(f *testing.F) {
	f.Add([]byte(sampleBody), shortSum, "", shortSecret)
	f.Add([]byte(sampleBody), longSum, "", longSecret)
	f.Add([]byte(sampleBody), base64Sum, "", base64Secret)
	f.Add([]byte(sampleBody), shortSum, versionedHeader, longSecret)
	f.Add([]byte("{}"), "", "v1;;;", " ")
	f.Add([]byte{}, "====", "v2;a;-1;b", "")
	f.Add([]byte{}, shortSum, "", shortSecret)
	for _, sum := range []string{"not base64", "AAAA", longSum} {
		f.Add([]byte(sampleBody), sum, "", shortSecret)
	}
	for _, secret := range []string{"not base64!", "url-safe_base64"} {
		f.Add([]byte(sampleBody), longSum, "", secret)
	}
	for _, versioned := range []string{"v1", "v2;shop;0;sum", "v1;shop;soon;sum", "v1;shop;-1;sum", "v1;shop;0;two words"} {
		f.Add([]byte(sampleBody), "", versioned, longSecret)
	}
	f.Fuzz(func(t *testing.T, body []byte, plainSum, versionedValue, secret string) {
		header := http.Header{}
		if plainSum != "" {
			header.Set("Stash-Hmac-Signature", plainSum)
		}
		if versionedValue != "" {
			header.Set("X-Stash-Hmac-Signature", versionedValue)
		}
		want := strings.TrimSpace(secret) != "" && len(body) > 0
		if versionedValue != "" {
			want = want && genuine(versionedValue, secret, body)
		} else {
			want = want && plainSum == sign(secret, "", body)
		}
		if err := webhook.Verify(body, header, secret); (err == nil) != want {
			t.Errorf("Verify(%q, %v, %q) gives %v; genuine: %v", body, header, secret, err, want)
		}
	})
}

func sign(secret, prefix string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(prefix))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func genuine(value, secret string, body []byte) bool {
	parts := strings.Split(value, ";")
	if len(parts) != 4 || parts[0] != "v1" {
		return false
	}
	millis, err := strconv.ParseUint(parts[2], 10, 63)
	if err != nil {
		return false
	}
	age := time.Since(time.UnixMilli(int64(millis)))
	return age.Abs() <= 5*time.Minute && parts[3] == sign(secret, strconv.FormatUint(millis, 10)+".", body)
}

// FuzzParse checks that every body is read or refused without a panic, and that an event is valid JSON and has a type, a
// payload and the same key each time.
func FuzzParse(f *testing.F) {
	f.Add([]byte(sampleBody))
	for _, body := range []string{
		`{"type":"PURCHASE_REFUNDED","environment":"production","purchaseRefunded":{"orderId":1,"items":[{"quantity":"1"}]}}`,
		`{"type":"subscription.cancelled","data":{"status":"cancelled","period_end":null}}`,
		`{"type":"FREE_ITEM_REDEEMED","eventData":{"metadata":{"a_b":[1,{}]}}}`,
		`{"type":"NEW","shop_id":"s","data":[]}`, `{"\u0074ype":"VIEW_ITEM","viewItem":{}}`, `{"type":"X"`, `[]`, `{"type":1}`,
		// Bodies that end too early, go on too long, or are wrong where only the payload's decoder sees it.
		`{ `, `{"type`, `{"type" "X"}`, `{"type":`, `{"type":"X" "data":{}}`, `{"type":"X\`, `{"type":]`, "{\"type\x01\":1}", `{"type":"X"} {}`,
		"{\"type\":\"\xff\",\"data\":{}}", `{"type":"X","data":{},"id":nul}`, `{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"total":{"a" 1}}}`,
		`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{},"shopId":nul}`,
	} {
		f.Add([]byte(body))
	}
	for _, tt := range unreadable {
		f.Add([]byte(tt.body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := webhook.Parse(body)
		if err != nil && (e != nil) != errors.Is(err, webhook.ErrBadPayload) || err != nil && !strings.HasPrefix(err.Error(), "webhook: Parse: ") {
			t.Errorf("%q gives %v and %v", body, e, err)
		}
		if e == nil {
			return
		}
		if !json.Valid(body) || !json.Valid(e.Raw) {
			t.Fatalf("%q is not JSON and is read", body)
		}
		if e.Type == "" || e.Payload == nil || e.Key == "" || len(e.Key) > 200 {
			t.Errorf("%q gives %+v", body, e)
		}
		if again, err := webhook.Parse(body); again == nil || again.Key != e.Key {
			t.Errorf("%q gives the key %s and then %v (%v)", body, e.Key, again, err)
		}
	})
}
