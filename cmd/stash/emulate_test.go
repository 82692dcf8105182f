package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// entered sets the environment variables that an emulator's lines for a shell set.
func entered(t *testing.T, text string) {
	t.Helper()
	for _, set := range regexp.MustCompile(`(?m)^export ([A-Z_]+)='([^']*)'$`).FindAllStringSubmatch(text, -1) {
		t.Setenv(set[1], set[2])
	}
}

// emulating runs stash emulate and sets the environment variables that it prints.
func emulating(t *testing.T, args ...string) (stdout, stderr *output, stop func() int) {
	t.Helper()
	clean(t)
	stdout, stderr, stop = start(t, append([]string{"emulate"}, args...)...)
	entered(t, stdout.until(t, `(?s)export.*# or: .*\n`))
	return stdout, stderr, stop
}

func TestEmulateSeed(t *testing.T) {
	clean(t)
	printed := tool(t, "", "emulate", "--print-seed")
	if printed.want(t, 0, "gem-pack-500", ""); printed.stdout != string(stashtest.DefaultSeed()) {
		t.Errorf("printed %s", printed.stdout)
	}
	own := filepath.Join(t.TempDir(), "shop.yaml")
	if err := os.WriteFile(own, []byte(strings.ReplaceAll(printed.stdout, "gem-pack", "coin-pack")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		args       []string
		has, hasNo string
	}{
		{nil, "gem-pack-500", "coin-pack-500"},
		{[]string{"--seed", own}, "coin-pack-500", "gem-pack-500"},
		{[]string{"--seed", "none"}, "{", "-pack"},
		{[]string{"--seed", written(t, "# nothing\n")}, "{", "-pack"},
	} {
		_, _, stop := emulating(t, append(tt.args, "--hmac")...)
		listed := tool(t, "", "call", "ListProducts", "-p", "shopId="+os.Getenv("STASH_SHOP_ID"))
		if listed.want(t, 0, tt.has, ""); strings.Contains(listed.stdout, tt.hasNo) {
			t.Errorf("emulate %q sells %s", tt.args, listed.stdout)
		}
		tool(t, "", "call", "GetPlanByCode", "-p", "code=monthly_premium").want(t, 0, "999", "")
		if status := stop(); status != 0 {
			t.Errorf("status %d", status)
		}
	}
}

// TestEmulateSeedRefused checks that a wrong seed is refused before a port is opened. The port is in use, so opening it
// would be another error.
func TestEmulateSeedRefused(t *testing.T) {
	clean(t)
	taken := strings.TrimPrefix(stashtest.New(t).URL, "http://")
	for _, tt := range []struct{ seed, want string }{
		{"/no/such/shop.yaml", "the seed cannot be read: open /no/such/shop.yaml: no such file or directory; give --seed the path of a file, or none"},
		{t.TempDir(), "is a directory"},
		{written(t, strings.Repeat(" ", maxInput+1)), "is longer than"},
		{written(t, "products:\n  - productId: a\n    naem: b\n"), "body.json, line 3: products[0].naem: the document has no such field"},
		{written(t, "products: [\n"), "is not YAML"},
		{written(t, "# a\na\x00\n"), "body.json, line 2: is not YAML: control characters are not allowed"},
	} {
		tool(t, "", "emulate", "--addr", taken, "--seed", tt.seed).want(t, 2, "", tt.want)
	}
}
