package signature

import (
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	secretText = "test-secret_abc123" // plainly fake
	millis     = 1760000000000
)

// vectors were computed with
//
//	printf '%s' "$SIGNED" | openssl dgst -sha256 -mac HMAC -macopt "key:$SECRET" -binary | base64
//
// where SIGNED is "$MILLIS." and the body for the versioned scheme, and only the body for the legacy one.
var vectors = []struct {
	name, secret, body string
	legacy             bool
	want               string
}{
	{"POST", secretText, `{"user":{"id":"player_1"},"target":"HOME"}`, false, "ckhUrKGBp2MUscmsFfo+YNDgnWWQoS8ht+2mPQfC5EM="},
	{"GET, and a POST without body", secretText, "", false, "ZjY1qsjt9e/0OFtOnl0Y7t1ARkfDT6CkNJqqaOaNFfA="},
	{"unicode", secretText, `{"user":{"id":"プレイヤー","displayName":"Zoë 🎮"}}`, false, "lFo/atESjFOod780269hDNl3Iui/96SgjzP/Bje0riA="},
	{"key with - _ =", "fake-key_with=signs_-==", `{}`, false, "TIlf52Bq+fD+GtQ/QzyxgvDRWhojuAdG2OsKvqJyaYw="},
	{"key that begins with -", "-leading_dash", `{}`, false, "USmTdH9LN+cgCe1zZ28eIbjmrmkFhHIhsKPjT/1nYUI="},
	{"legacy POST", secretText, `{"user":{"id":"player_1"},"target":"HOME"}`, true, "aH2t52N2yW/fVUs55eZXD/nfx0Xc6u3xPKiSCcFOqww="},
	{"legacy GET", secretText, "", true, "SHJ50FQRpXglbqO/1IsZKPTkaEe0sCCc27BC5z5325w="},
}

func TestVectors(t *testing.T) {
	for _, v := range vectors {
		key := NewKey([]byte(v.secret))
		for range 2 { // the second time with a hash that was used before
			sum := key.Versioned(millis, []byte(v.body))
			if v.legacy {
				sum = key.Legacy([]byte(v.body))
			}
			if got := Encode(sum); got != v.want {
				t.Errorf("%s: %s, want %s", v.name, got, v.want)
			}
		}
	}
}

func TestHeader(t *testing.T) {
	const shop = "11111111-2222-4333-8444-555555555555"
	got := NewKey([]byte(secretText)).Header(shop, millis, nil)
	if want := "v1;" + shop + ";1760000000000;ZjY1qsjt9e/0OFtOnl0Y7t1ARkfDT6CkNJqqaOaNFfA="; got != want {
		t.Errorf("header is %s, want %s", got, want)
	}
	parsed, err := Parse(got)
	if err != nil || parsed.ShopID != shop || parsed.UnixMillis != millis || Encode(parsed.Sum) != "ZjY1qsjt9e/0OFtOnl0Y7t1ARkfDT6CkNJqqaOaNFfA=" {
		t.Errorf("parsed %+v, %v", parsed, err)
	}
}

func TestParseRefuses(t *testing.T) {
	good := NewKey([]byte(secretText)).Header("shop", millis, nil)
	for _, tt := range []struct {
		name, header string
		want         error
	}{
		{"empty", "", ErrMalformed},
		{"three parts", "v1;shop;1", ErrMalformed},
		{"five parts", good + ";x", ErrMalformed},
		{"v2", "v2" + good[2:], ErrVersion},
		{"V1", "V1" + good[2:], ErrVersion},
		{"no time", strings.Replace(good, "1760000000000", "", 1), ErrMalformed},
		{"signed time", strings.Replace(good, "1760000000000", "+1760000000000", 1), ErrMalformed},
		{"negative time", strings.Replace(good, "1760000000000", "-1", 1), ErrMalformed},
		{"hexadecimal time", strings.Replace(good, "1760000000000", "0x10", 1), ErrMalformed},
		{"time beyond 64 bits", strings.Replace(good, "1760000000000", "99999999999999999999", 1), ErrMalformed},
		{"blank before time", strings.Replace(good, "1760000000000", " 1760000000000", 1), ErrMalformed},
		{"short signature", good[:len(good)-4], ErrMalformed},
		{"no padding", strings.TrimRight(good, "="), ErrMalformed},
		{"URL alphabet", strings.NewReplacer("/", "_", "+", "-").Replace(good), ErrMalformed},
		{"line break", good[:len(good)-5] + "\n" + good[len(good)-4:], ErrMalformed},
		{"odd bits behind the last byte", good[:len(good)-2] + "B=", ErrMalformed},
	} {
		if _, err := Parse(tt.header); !errors.Is(err, tt.want) {
			t.Errorf("%s: error %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestAge(t *testing.T) {
	at := time.UnixMilli(millis)
	for _, tt := range []struct {
		now   time.Time
		fresh bool
	}{
		{at, true}, {at.Add(5 * time.Minute), true}, {at.Add(-5 * time.Minute), true},
		{at.Add(5*time.Minute + time.Millisecond), false}, {at.Add(-5*time.Minute - time.Millisecond), false},
		{time.UnixMilli(millis / 1000), false}, // seconds taken for milliseconds
	} {
		if err := (Parsed{UnixMillis: millis}).Age(tt.now); (err == nil) != tt.fresh || !tt.fresh && !errors.Is(err, ErrStale) {
			t.Errorf("at %v: %v", tt.now, err)
		}
	}
	for _, extreme := range []int64{1<<63 - 1, 0} {
		if err := (Parsed{UnixMillis: extreme}).Age(at); !errors.Is(err, ErrStale) {
			t.Errorf("time %d: %v", extreme, err)
		}
	}
}

func TestDecodeSecret(t *testing.T) {
	for text, want := range map[string]string{
		"c2VjcmV0LWJ5dGVz_-8":  "7365637265742d6279746573ffef",
		"c2VjcmV0LWJ5dGVz_-8=": "7365637265742d6279746573ffef",
		"c2VjcmV0+/8=":         "736563726574fbff",
		"c2VjcmV0+/8":          "736563726574fbff",
		"not base64!":          "",
		"a":                    "",
		"":                     "",
		"+-/_":                 "",
	} {
		got, err := DecodeSecret(text)
		if hex.EncodeToString(got) != want || (err == nil) != (want != "") {
			t.Errorf("%q: %x, %v", text, got, err)
		}
	}
}

// TestKeyIsShared checks that many goroutines can use one key, each with its own body.
func TestKeyIsShared(t *testing.T) {
	key := NewKey([]byte(secretText))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				for _, v := range vectors[:3] {
					if got := Encode(key.Versioned(millis, []byte(v.body))); got != v.want {
						t.Errorf("%s: %s", v.name, got)
					}
				}
			}
		})
	}
	group.Wait()
}

func FuzzParse(f *testing.F) {
	f.Add(NewKey([]byte(secretText)).Header("shop", millis, nil))
	f.Add("v1;;;")
	f.Add(";;;;")
	f.Fuzz(func(t *testing.T, header string) {
		p, err := Parse(header)
		if err != nil {
			return
		}
		// No two headers are the same signature: an accepted header is the only way to write it.
		if parts := strings.Split(header, ";"); parts[3] != Encode(p.Sum) || parts[1] != p.ShopID {
			t.Errorf("%q was read as %+v", header, p)
		}
	})
}
