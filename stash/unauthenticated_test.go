package stash_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash"
)

// TestUnauthenticatedWithoutCredential checks the error of a 401 from an operation that takes no credential.
func TestUnauthenticatedWithoutCredential(t *testing.T) {
	srv := serve(t, answer(401, "application/json", `{"code":16,"message":"token expired"}`))
	_, err := srv.client(t).LinkGooglePlay(t.Context(), stash.LinkGooglePlayRequest{CodeChallenge: "c", AuthCode: "a", User: stash.UserReference{ID: "p"}})
	if !errors.Is(err, stash.ErrUnauthenticated) || !strings.Contains(err.Error(), "This operation takes no credential; check that the token or code in the body") {
		t.Error(err)
	}
}

// TestUnauthenticatedHelps checks that a 401 says which host and environment was called, and how far the clocks are
// apart when it matters.
func TestUnauthenticatedHelps(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, tt := range []struct {
		date string
		want string
		skew bool
	}{
		{now.Add(30 * time.Second).Format(http.TimeFormat), "", false},
		{now.Add(-30 * time.Second).Format(http.TimeFormat), "", false},
		{now.Add(10 * time.Minute).Format(http.TimeFormat), "10m0s behind", true},
		{now.Add(-90 * time.Second).Format(http.TimeFormat), "1m30s ahead", true},
		{"yesterday", "", false},
		{"", "", false},
	} {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header()["Date"] = []string{tt.date}
			answer(401, "application/json", `{"code":16,"message":"bad signature"}`)(w, r)
		})
		client, err := stash.New(stash.HMAC(fakeShop, fakeSecret), stash.WithEnvironment(stash.Test), stash.WithBaseURL(srv.URL),
			stash.WithClock(func() time.Time { return now }))
		if err != nil {
			t.Fatal(err)
		}
		err = get(t.Context(), client)
		text := fmt.Sprint(err)
		if !errors.Is(err, stash.ErrUnauthenticated) || !strings.Contains(text, "test environment at "+strings.TrimPrefix(srv.URL, "http://")) {
			t.Errorf("error is %s", text)
		}
		if strings.Contains(text, "clock") != tt.skew || !strings.Contains(text, tt.want) {
			t.Errorf("server's date %q: %s", tt.date, text)
		}
	}
}
