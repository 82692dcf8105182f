package ids

import (
	"regexp"
	"testing"
)

func TestIDsHaveStashsForm(t *testing.T) {
	form := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-([45])[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	space := UUID()
	for id, version := range map[string]string{space: "4", Derived(space, "gem"): "5"} {
		if match := form.FindStringSubmatch(id); match == nil || match[1] != version {
			t.Errorf("%s is not a UUID of version %s", id, version)
		}
	}
	if text := Text(9); UUID() == space || text == Text(9) {
		t.Error("what is random comes twice")
	}
	if a := Derived(space, "gem"); a != Derived(space, "gem") || a == Derived(space, "ore") || a == Derived(UUID(), "gem") {
		t.Error("a derived id does not depend on its namespace and name, or on more")
	}
	// The example of RFC 9562, A.4: www.example.com in the namespace of DNS.
	if got := Derived("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"); got != "2ed6657d-e927-568b-95e1-2665a8aea6a2" {
		t.Errorf("the RFC's example is %s", got)
	}
}
