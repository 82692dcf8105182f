package keylock

import (
	"strings"
	"testing"
)

// TestScoped checks that no two of different scopes and keys are the same, and that scopes have a bounded length.
func TestScoped(t *testing.T) {
	seen := map[string][3]string{}
	for _, parts := range [][3]string{
		{"", "", "k"}, {"a", "", "k"}, {"", "a", "k"}, {"a", "test", "k"}, {"a", "production", "k"}, {"b", "test", "k"},
		{"a/b", "", "k"}, {"a", "b", "k"}, {"a", "b/k", ""}, {strings.Repeat("x", 400), "", "k"}, {strings.Repeat("x", 401), "", "k"}, {"\x00", "", "k"},
	} {
		key := Scoped(parts[0], parts[1], parts[2])
		if other, ok := seen[key]; ok || len(key) > 90 || strings.Contains(key, "\x00") {
			t.Errorf("%.50q gives %q, which is too long, or the key of %.50q", parts, key, other)
		}
		seen[key] = parts
	}
	if got := Scoped("11111111-2222-4333-8444-55555555AAAA", "test", "PURCHASE_SUCCEEDED:o"); got != "11111111-2222-4333-8444-55555555aaaa/test/PURCHASE_SUCCEEDED:o" {
		t.Error(got)
	}
}
