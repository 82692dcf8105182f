package transport

import (
	"bufio"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// routes are the kinds of route template that the documents have.
var routes = []*Operation{
	{Path: "/sdk/server/payment/{id}"},
	{Path: "/sdk/studio/{shopId}/products/{productId}"},
	{Path: "/sdk/subscriptions/{id}/cancel"},
	{Path: "/api/v1/sdk/{endpoint}", Segments: true},
	{Path: "/sdk/server/generate_url"},
}

// FuzzPath checks that a server, which sees the request line alone, finds exactly the caller's values in the segments
// that the route template has for them, and everything else as the template has it; or that the call is refused.
func FuzzPath(f *testing.F) {
	for route := range routes {
		for _, value := range []string{
			"", ".", "..", "a/b", "../../admin", "%2e%2e", "%2E./x", "a?b=c", "a#b", "a;b", "{id}", "}{", "ä", "\x00", "\xff", "a\r\nHost: b",
			`..\..`, "...", "a//b", "/a", "a/", "a/./b", "/", "http://b/", "@b", ":", "%", "%zz", "+", " ",
		} {
			f.Add(route, "", value, "second")
			f.Add(route, "/base/%2Fodd%20", value, value)
		}
	}
	f.Fuzz(func(t *testing.T, route int, prefix, value, second string) {
		op := routes[(route%len(routes)+len(routes))%len(routes)]
		base, err := parseBase("https://stash.example.com"+prefix, false)
		if err != nil || base.host != "stash.example.com" {
			return // the prefix is no path
		}
		values := []string{value, second}[:strings.Count(op.Path, "{")]
		built, err := base.locate(op, values, "")
		if err != nil {
			var problem *wire.Problem
			if !errors.As(err, &problem) || !refusable(op, values) {
				t.Fatalf("%q in %s is refused: %v", values, op.Path, err)
			}
			return
		}
		if refusable(op, values) {
			t.Fatalf("%q in %s is not refused, and gives %s", values, op.Path, built.String())
		}
		line := "GET " + built.RequestURI() + " HTTP/1.1\r\nHost: " + built.Host + "\r\n\r\n"
		seen, err := http.ReadRequest(bufio.NewReader(strings.NewReader(line)))
		if err != nil {
			t.Fatalf("a server cannot read %q: %v", line, err)
		}
		if seen.Host != "stash.example.com" || seen.URL.RawQuery != "" || seen.URL.Fragment != "" || len(seen.Header) > 0 {
			t.Fatalf("%q in %s says more than an address: %q", values, op.Path, line)
		}
		// The segments that are wanted, unescaped: the base's, then the template's with the values in them.
		var want []string
		for _, segment := range strings.Split(base.path, "/") {
			plain, err := url.PathUnescape(segment)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, plain)
		}
		for _, segment := range strings.Split(op.Path, "/")[1:] {
			switch {
			case segment[0] != '{':
				want = append(want, segment)
			case op.Segments:
				want = append(want, strings.Split(value, "/")...)
			default:
				want, values = append(want, values[0]), values[1:]
			}
		}
		var got []string
		for _, segment := range strings.Split(seen.URL.EscapedPath(), "/") {
			plain, err := url.PathUnescape(segment)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, plain)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s has the segments %q, want %q", built.String(), got, want)
		}
	})
}

// refusable decides by the rule, independently of the code under test, whether values cannot be sent.
func refusable(op *Operation, values []string) bool {
	for _, value := range values {
		segments := []string{value}
		if op.Segments {
			segments = strings.Split(value, "/")
		}
		for _, segment := range segments {
			if segment == "" || segment == "." || segment == ".." || !utf8.ValidString(segment) {
				return true
			}
		}
	}
	return false
}
