package stash_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/stash"
)

// FuzzErrorBody checks that whatever a server answers ends in a result or in an *Error with the status, one short line
// of text, and nothing in it that shows the key, also where the answer has the key in it. KEY in the body and header
// stands for the key that was sent, ESC for the key in JSON escapes and PCT for the key in URL escapes. pad is the number
// of bytes before it, so that the key may cross a limit.
func FuzzErrorBody(f *testing.F) {
	for _, body := range []string{
		"", "KEY", "{}", "null", "[]", `"KEY"`, `{"code":16,"message":"bad key KEY","details":[{"@type":"x","key":"KEY"}]}`,
		`{"code":"5","message":"KEY"}`, `{"code":{},"message":["KEY"],"details":"KEY"}`, `{"code":99999999999999999999,"message":"x"}`,
		"<html>KEY</html>", `{"timeMillis":"KEY"}`, `{"timeMillis":{"KEY":1}}`, `{"items":"KEY"}`, `{"items":[{"quantity":"KEY"}]}`,
		`{"status":{"KEY":1}}`, `{"message":"a\nb\u001b[31m\u202eKEY"}`, `{"message":"` + strings.Repeat("long ", 200) + `"}`,
		`{"total":"1"}`, `{"code":3,"message":"KE`, "\x00\xff", `{"message":"\ud800 \u2028"}`, `{"time_millis":"KEY"}`,
		`{"message":"ESC","details":[{"ESC":"PCT"}]}`, `PCT`, `{"timeMillis":"ESC"}`, `%KEYESCPCT`,
	} {
		for _, status := range []int{200, 204, 301, 400, 401, 503} {
			f.Add(status, "application/json", "id-KEY", []byte(body), 0)
		}
		f.Add(400, "text/html; charset=KEY", "7", []byte(body), 64<<10-10)
		f.Add(200, "KEY", "", []byte(body), 64<<10-30)
	}
	f.Fuzz(func(t *testing.T, status int, contentType, header string, body []byte, pad int) {
		if status < 200 || status > 999 {
			return // net/http gives no others to its callers
		}
		if pad < 0 || pad > 80<<10 {
			pad = 0
		}
		if swallowed.Match(body) {
			return // an escape that takes the key's first characters along leaves another text than the key
		}
		fill := strings.NewReplacer("KEY", longKey, "ESC", escapedKey(`\u00`), "PCT", escapedKey("%")).Replace
		client, err := stash.New(stash.APIKey(longKey), stash.WithBaseURL("https://stash.example.com"), stash.WithRetries(0),
			stash.WithHTTPClient(&http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
				return &http.Response{
					StatusCode: status, Request: r, ProtoMajor: 1, ProtoMinor: 1, ContentLength: -1,
					Header: http.Header{"Content-Type": {fill(contentType)}, "X-Request-Id": {fill(header)}, "Retry-After": {fill(header)}, "X-Echo": {fill(header)}},
					Body:   io.NopCloser(strings.NewReader(strings.Repeat(" ", pad) + fill(string(body)))),
				}, nil
			})}))
		if err != nil {
			t.Fatal(err)
		}
		event, err := client.GetPaymentEvent(t.Context(), "1")
		if err == nil {
			if status/100 != 2 || event == nil {
				t.Fatalf("HTTP %d gives %v and no error", status, event)
			}
			return
		}
		var e *stash.Error
		if !errors.As(err, &e) || e.HTTPStatus != status || event != nil {
			t.Fatalf("HTTP %d gives %v and %#v", status, event, err)
		}
		text := err.Error()
		if len(text) > 2000 || len(e.Body) > 64<<10 || e.RetryAfter < 0 {
			t.Fatalf("the error has %d bytes of text, %d of body, and RetryAfter %v", len(text), len(e.Body), e.RetryAfter)
		}
		if i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 || !utf8.ValidString(text) {
			t.Fatalf("the text is not one printable line: %q", text)
		}
		shown := fmt.Sprintf("%s\n%+v\n%#v\n%s\n%s\n%v", text, e, e.Message, e.Body, bytes.Join(rawDetails(e), nil), e.Header)
		for form, each := range map[string]int{longKey: 1, escapedKey(`\u00`): 6, escapedKey("%"): 3} {
			for i := 0; i+16*each <= len(form); i += each {
				part := form[i : i+16*each]
				if at := strings.Index(shown, part); at >= 0 && !bytes.Contains(body, []byte(part)) {
					t.Fatalf("part of the key is shown: …%q…", shown[max(0, at-100):min(len(shown), at+100)])
				}
			}
		}
	})
}

var swallowed = regexp.MustCompile(`\\(u[0-9a-fA-F]{0,3})?(KEY|PCT)`)

func rawDetails(e *stash.Error) (list [][]byte) {
	for _, detail := range e.Details {
		list = append(list, detail)
	}
	return list
}

// FuzzMinorUnits checks that amounts survive being written and read, and that what is read is exactly the number that
// is written there.
func FuzzMinorUnits(f *testing.F) {
	for _, text := range []string{"4.99", "-0.005", "5", "007", "0", "-0", "", ".", "5.", "1e3", "٣", "92233720368547758.08", "9223372036854775808", "0.000000000000000001", "5.1.2", "+5"} {
		f.Add(text, int64(-499), 2)
		f.Add(text, int64(-1<<63), 18)
		f.Add(text, int64(1<<63-1), 0)
	}
	f.Fuzz(func(t *testing.T, text string, amount int64, places int) {
		written := stash.FormatMinorUnits(amount, places)
		read, err := stash.ParseMinorUnits(written, places)
		if inRange := places >= 0 && places <= 18; (err == nil) != inRange || inRange && read != amount {
			t.Fatalf("%d with %d places is written %q and read as %d: %v", amount, places, written, read, err)
		}
		if places < -100 || places > 100 {
			return // powers of ten too large to compare by
		}
		unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(places, -places))), nil))
		if places < 0 {
			unit.Inv(unit)
		}
		if value, ok := new(big.Rat).SetString(written); !ok || value.Mul(value, unit).Cmp(new(big.Rat).SetInt64(amount)) != 0 {
			t.Fatalf("%d with %d places is written %q, which is another number", amount, places, written)
		}
		read, err = stash.ParseMinorUnits(text, places)
		if err != nil {
			return
		}
		value, ok := new(big.Rat).SetString(text)
		if !ok || value.Mul(value, unit).Cmp(new(big.Rat).SetInt64(read)) != 0 {
			t.Fatalf("%q with %d places is read as %d", text, places, read)
		}
	})
}
