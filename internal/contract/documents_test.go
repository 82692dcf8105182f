package contract_test

import (
	"errors"
	"testing"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/gen/gameserver"
	"github.com/stash-sdk/stash-go/internal/contract"
)

// TestGameServerDocument checks that the document is valid OpenAPI and that its examples match its schemas.
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

// TestCatalogExample checks the example of a catalog by the rules that kin-openapi does not have.
func TestCatalogExample(t *testing.T) {
	c, err := contract.Load(api.GameServer)
	if err != nil {
		t.Fatal(err)
	}
	example, err := c.Operation("GetCatalog").Example()
	if err != nil {
		t.Fatal(err)
	}
	var catalog gameserver.GetCatalogResponse
	if err := errors.Join(catalog.Decode(example), catalog.Validate()); err != nil {
		t.Error(err)
	}
}
