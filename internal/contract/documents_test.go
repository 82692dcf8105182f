package contract_test

import (
	"testing"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
)

// TestGameServerDocument holds the document against OpenAPI and its examples against itself.
func TestGameServerDocument(t *testing.T) {
	c, err := contract.Load(api.GameServer)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(c.Operations()); n != 6 {
		t.Errorf("the document has %d operations, want 6", n)
	}
	for _, op := range c.Operations() {
		if _, err := op.Example(); err != nil {
			t.Error(err)
		}
		if _, err := op.RequestExample(); err != nil {
			t.Error(err)
		}
	}
}
