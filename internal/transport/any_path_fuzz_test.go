package transport

import (
	"bufio"
	"net/http"
	"path"
	"strings"
	"testing"
)

// FuzzAnyPath checks that a server reads exactly the path and query that were given to DoAny, or that the call is refused.
func FuzzAnyPath(f *testing.F) {
	for _, text := range []string{
		"", "/", "/a", "/a?b=c", "/a?", "/a/..", "/a/%2e%2e/b", "/a/..;/b", "//b", "https://b/a", "/a#b", "/a%2Fb", "/a%zz", "/a b", "/ä",
		"/a?b=c d", "/a?b=%zz", "/\r\nHost: b", "/a?\r\nHost: b", "/a{b}%2F", "/\\b", "/a/*", "*", "/a:80@b", "/a;b,c", "/%ff", "/a?%ff", "/a??b",
	} {
		f.Add("", text)
		f.Add("/base/%2Fodd%20", text)
	}
	f.Fuzz(func(t *testing.T, prefix, text string) {
		base, err := parseBase("https://stash.example.com"+prefix, false)
		if err != nil || base.host != "stash.example.com" {
			return // the prefix is no path
		}
		route, query, _ := strings.Cut(text, "?")
		if checkPath(route) != nil || checkAnyQuery(query) != nil {
			return
		}
		built, err := base.locate(&noOperation, []string{route}, query)
		if err != nil {
			t.Fatalf("%q passed its checks and is refused: %v", text, err)
		}
		line := "GET " + built.RequestURI() + " HTTP/1.1\r\nHost: " + built.Host + "\r\n\r\n"
		seen, err := http.ReadRequest(bufio.NewReader(strings.NewReader(line)))
		if err != nil {
			t.Fatalf("a server cannot read %q: %v", line, err)
		}
		if seen.URL.EscapedPath() != base.path+route || seen.URL.RawQuery != query || seen.Host != "stash.example.com" || len(seen.Header) > 0 {
			t.Fatalf("%q arrives as %s?%s at %s with %v", text, seen.URL.EscapedPath(), seen.URL.RawQuery, seen.Host, seen.Header)
		}
		if clean := path.Clean(route); clean != route {
			t.Fatalf("%q reaches %s", text, clean)
		}
	})
}
