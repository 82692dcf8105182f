package rules

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// closeEnums gives the generator the known values of open enums, so that they become constants. Every generated enum
// accepts values that it does not know.
func closeEnums(doc *openapi3.T) {
	schemas(doc, func(s schema) {
		if s.Ref == "" {
			s.Value.Enum = contract.KnownValues(s.Value)
		}
	})
}

// enumsAreOneKind refuses an enum that is closed and open at once.
func enumsAreOneKind(d *Document) []Refusal {
	f := finder{d: d}
	schemas(d.Written, func(s schema) {
		if s.Ref == "" && len(s.Value.Enum) > 0 && s.Value.Extensions["x-extensible-enum"] != nil {
			f.add(s.Pointer+"/x-extensible-enum", s.Where, "it has enum, which allows no other value, and x-extensible-enum, which does; leave one of them out")
		}
	})
	return f.found
}

// enumsAreOpen refuses a closed enum in what Stash sends, because the strict readers of other tools fail on a value that
// Stash adds. The published definitions close theirs, and a document that differs from them could not be compared.
func enumsAreOpen(d *Document) []Refusal {
	sent := map[*openapi3.Schema]bool{}
	for _, op := range operations(d.Written) {
		if d.Kind == Client {
			for status, ref := range op.Responses.Map() {
				if strings.HasPrefix(status, "2") {
					reach(ref.Value.Content, sent)
				}
			}
		} else if op.RequestBody != nil {
			reach(op.RequestBody.Value.Content, sent)
		}
	}
	f := finder{d: d}
	schemas(d.Written, func(s schema) {
		if s.Role == named && sent[s.Value] && len(s.Value.Enum) > 1 && s.Value.Extensions["x-stash-source"] != "definitions" {
			f.add(s.Pointer+"/enum", s.Where, "Stash sends it, and may send other values later; write x-extensible-enum instead of enum")
		}
	})
	return f.found
}

func reach(content openapi3.Content, seen map[*openapi3.Schema]bool) {
	for _, media := range content {
		reachSchema(media.Schema, seen)
	}
}

// reachSchema adds a schema and everything that a value of it can contain.
func reachSchema(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) {
	if ref == nil || ref.Value == nil || seen[ref.Value] {
		return
	}
	of := ref.Value
	seen[of] = true
	parts := slices.Concat(of.AllOf, of.AnyOf, of.OneOf, openapi3.SchemaRefs{of.Items, of.AdditionalProperties.Schema})
	for _, part := range slices.AppendSeq(parts, maps.Values(of.Properties)) {
		reachSchema(part, seen)
	}
}
