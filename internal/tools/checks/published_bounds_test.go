package checks

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// publishedBounds are the rules of the published protos (stashgg/public-api, commits 3637c58 and 17093e8) that Stash's
// swagger.json does not show.
var publishedBounds = []struct {
	schema, property string
	bound            string
	want             uint64
}{
	{"FreeItem", "contents", "minItems", 1},
	{"FreeItem", "claimId", "maxLength", 1024},
	{"DetailRow", "cells", "minItems", 1},
	{"TableRow", "cells", "minItems", 1},
	{"OfferTable", "headers", "minItems", 1},
	{"OfferTable", "rows", "minItems", 1},
	{"DetailCell", "relativeWidthFractionalUnits", "minimum", 1},
	{"TableHeader", "relativeWidthFractionalUnits", "minimum", 1},
	{"GetOfferDetailsResponse", "items", "minItems", 1},
	{"PurchasePack", "items", "minItems", 1},
	{"Player", "language", "minLength", 2},
	{"Player", "language", "maxLength", 3},
	{"Player", "inGameLevel", "minimum", 1},
	{"Player", "region", "minLength", 2},
	{"Player", "region", "maxLength", 2},
	{"Player", "currency", "minLength", 3},
	{"Player", "currency", "maxLength", 3},
	{"Player", "wallet", "maxItems", 100},
	{"WalletEntry", "bonusId", "minLength", 1},
	{"WalletEntry", "bonusId", "maxLength", 256},
}

func missingBounds(t *testing.T, document string) (found []string) {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range publishedBounds {
		var of openapi3.Schema
		if owner := doc.Components.Schemas[rule.schema]; owner != nil && owner.Value.Properties[rule.property] != nil {
			of = *owner.Value.Properties[rule.property].Value
		}
		value := map[string]any{"minItems": of.MinItems, "maxItems": of.MaxItems, "minLength": of.MinLength, "maxLength": of.MaxLength, "minimum": of.Min}[rule.bound]
		switch set := value.(type) {
		case *uint64:
			if set != nil {
				value = *set
			}
		case *float64:
			if set != nil {
				value = *set
			}
		}
		if fmt.Sprint(value) != fmt.Sprint(rule.want) {
			found = append(found, fmt.Sprintf("%s.%s: %s is %v, and %d in the published definitions", rule.schema, rule.property, rule.bound, value, rule.want))
		}
	}
	return found
}

// The game server's document has every bound of the published protos, and this test notices one that is missing.
func TestPublishedBoundsAreThere(t *testing.T) {
	document := readFile(t, filepath.Join("api", "gameserver.yaml"))
	for _, sentence := range missingBounds(t, document) {
		t.Error(sentence)
	}
	if found := missingBounds(t, "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {}\ncomponents: {schemas: {FreeItem: {type: object}}}\n"); len(found) != len(publishedBounds) {
		t.Errorf("a document without bounds lacks %d of %d: %q", len(found), len(publishedBounds), found)
	}
}
