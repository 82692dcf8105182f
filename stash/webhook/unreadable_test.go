package webhook_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// TestLongPayloadIsRefusedSoon names the field in a payload of 500 KB in about the time that reading it takes.
func TestLongPayloadIsRefusedSoon(t *testing.T) {
	soon := 3 * time.Second // a quadratic search took longer
	if racing {
		soon *= 10
	}
	for name, tt := range map[string]struct{ body, says string }{
		"items":   {`{"items":[` + strings.Repeat(`{"id":"a"},`, 45_000) + `{"quantity":"robin"}]}`, "items[45000].quantity is a string"},
		"members": {`{` + many(30_000) + `"userId":true}`, "userId is a boolean"},
		"first":   {`{"items":[{"quantity":"robin"}` + strings.Repeat(`,{}`, 150_000) + `]}`, "items[0].quantity is a string"},
	} {
		began := time.Now()
		_, err := webhook.Parse([]byte(`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":` + tt.body + `}`))
		if took := time.Since(began); !errors.Is(err, webhook.ErrBadPayload) || !strings.Contains(err.Error(), tt.says) || took > soon {
			t.Errorf("%s: after %v the error is %.300v", name, took, err)
		} else {
			t.Logf("%s: %v", name, took.Round(time.Millisecond))
		}
	}
}

// many are members of names that the SDK does not know.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`"n` + strings.Repeat("x", i%7) + strconv.Itoa(i) + `":1,`)
	}
	return b.String()
}

// TestAmbiguousEventsAreRefused checks bodies that two readers could read differently, wherever the name comes twice.
func TestAmbiguousEventsAreRefused(t *testing.T) {
	for _, body := range []string{
		`{"type":"PURCHASE_SUCCEEDED","type":"VIEW_ITEM","purchaseSucceeded":{"orderId":"o"}}`,
		`{"type":"PURCHASE_SUCCEEDED","environment":"production","Environment":"","purchaseSucceeded":{"orderId":"o"}}`,
		`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":"o"},"purchase_succeeded":{"orderId":"p"}}`,
		`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":"o","userId":"robin","user_id":"eve"}}`,
		`{"type":"PURCHASE_SUCCEEDED","eventData":{"orderId":"o","userId":"robin","USERID":"eve"}}`,
		`{"type":"PURCHASE_SUCCEEDED","event_data":{"orderId":"o","userId":"robin","USERID":"eve"}}`,
		`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":"o","items":[{"id":"gem"}],"items":[{"quantity":9}]}}`,
		`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":"o","items":[{"id":"gem","quantity":1,"Quantity":9}]}}`,
		`{"type":"NEW","data":{"a":1,"a":2}}`,
		`{"type":"NEW","shopId":"a","shop_id":"b"}`,
	} {
		if e, err := webhook.Parse([]byte(body)); e != nil || !errors.Is(err, webhook.ErrAmbiguous) || strings.Contains(err.Error(), "robin") {
			t.Errorf("%s gives %v and %v", body, e, err)
		}
	}
	for _, body := range []string{
		`{"type":"PURCHASE_SUCCEEDED","purchaseSucceeded":{"orderId":"o","items":[{"id":"gem"},{"id":"gem"}]}}`,
		`{"type":"NEW","data":{"a_b":1,"aB":2}}`,
	} {
		if _, err := webhook.Parse([]byte(body)); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
}
