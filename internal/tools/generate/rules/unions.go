package rules

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// clientUnions refuses values of several types that the generator's own union types do not hold.
func clientUnions(d *Document) []Refusal {
	f := finder{d: d}
	schemas(d.Shaped, func(s schema) {
		v := s.Value
		if s.Ref != "" || opaque(v) || len(v.OneOf)+len(v.AnyOf) == 0 {
			return
		}
		kinds, word := v.OneOf, "oneOf"
		if len(v.AnyOf) > 0 {
			kinds, word = v.AnyOf, "anyOf"
		}
		switch {
		case s.Role != named:
			f.add(s.Pointer+"/"+word, s.Where, word+" is supported only in a schema under components.schemas; move it there and refer to it")
		case len(v.OneOf) > 0 && len(v.AnyOf) > 0 || len(v.Properties) > 0 || len(v.Required) > 0 || len(v.AllOf) > 0 || v.Nullable ||
			v.AdditionalProperties.Schema != nil || v.AdditionalProperties.Has != nil || v.Type != nil && !v.Type.Is("object"):
			f.add(s.Pointer+"/"+word, s.Where, word+" is supported only by itself; write properties, required and the like into each of its schemas")
		default:
			f.kinds(s, word, kinds)
		}
	})
	return f.found
}

func (f *finder) kinds(s schema, word string, kinds openapi3.SchemaRefs) {
	mapped := map[string]bool{}
	if s.Value.Discriminator != nil {
		for _, to := range s.Value.Discriminator.Mapping {
			mapped[to.Ref] = true
		}
	}
	partly := len(mapped) > 0
	for i, kind := range kinds {
		at := fmt.Sprintf("%s/%s/%d", s.Pointer, word, i)
		v := kind.Value
		switch {
		case kind.Ref == "" || len(v.Properties) == 0 || opaque(v) || len(v.OneOf)+len(v.AnyOf)+len(v.AllOf) > 0:
			f.add(at, s.Where, word+" may hold only a $ref to an object with properties; where it holds other values, give the schema x-go-type: json.RawMessage in the overlay")
		case slices.ContainsFunc(kinds[:i], func(other *openapi3.SchemaRef) bool { return other.Ref == kind.Ref }):
			f.add(at, s.Where, word+" holds "+kind.Ref+" twice; leave one out")
		case s.Value.Discriminator != nil && !discriminates(v, s.Value.Discriminator.PropertyName):
			f.add(at, s.Where, "the discriminator is "+s.Value.Discriminator.PropertyName+", which must be a required string of "+kind.Ref)
		case partly && !mapped[kind.Ref]:
			f.add(s.Pointer+"/discriminator", s.Where, "the discriminator's mapping lacks "+kind.Ref+"; add it, or leave the mapping out")
		}
		delete(mapped, kind.Ref)
	}
	for ref := range mapped {
		f.add(s.Pointer+"/discriminator", s.Where, "the discriminator maps to "+ref+", which "+word+" does not hold; write it as a $ref")
	}
}

func discriminates(of *openapi3.Schema, name string) bool {
	property := of.Properties[name]
	return property != nil && slices.Contains(of.Required, name) && property.Value.Type.Is("string") && property.Value.Format == ""
}
