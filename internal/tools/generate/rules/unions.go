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
		case s.Role == part:
			f.add(s.Pointer+"/"+word, s.Where, word+" inside allOf, anyOf or oneOf is not supported; write its schemas into the outer one")
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
	closed, open := 0, 0
	for i, kind := range kinds {
		at := fmt.Sprintf("%s/%s/%d", s.Pointer, word, i)
		v := kind.Value
		switch {
		case kind.Ref == "" || opaque(v) || len(v.OneOf)+len(v.AnyOf) > 0 || v.Nullable || v.Type == nil && len(v.AllOf) == 0 || v.Not != nil:
			f.add(at, s.Where, word+" may hold only schemas of one type, which are not unions themselves and not null; where it holds other values, give the schema x-go-type: json.RawMessage in the overlay")
		case s.Value.Type != nil && !v.Type.Is("object"):
			f.add(at, s.Where, "the type beside "+word+" is object, and it holds another one; remove the type")
		case fractional(v) && slices.ContainsFunc(kinds, func(other *openapi3.SchemaRef) bool { return other.Value.Type.Is("integer") }) && word == "oneOf":
			f.add(at, s.Where, "oneOf holds an integer and a number, and an integer is both; write anyOf, or leave the integer out")
		case slices.ContainsFunc(kinds[:i], func(other *openapi3.SchemaRef) bool { return other.Ref == kind.Ref }):
			f.add(at, s.Where, word+" holds "+kind.Ref+" twice; leave one out")
		case s.Value.Discriminator != nil && !discriminates(v, s.Value.Discriminator.PropertyName):
			f.add(at, s.Where, "the discriminator is "+s.Value.Discriminator.PropertyName+", which must be a required string of "+kind.Ref)
		case partly && !mapped[kind.Ref]:
			f.add(s.Pointer+"/discriminator", s.Where, "the discriminator's mapping lacks "+kind.Ref+"; add it, or leave the mapping out")
		}
		delete(mapped, kind.Ref)
		if loose(kind, map[*openapi3.Schema]bool{}) {
			f.add(at, s.Where, kind.Ref+" has values of any type in it, whose numbers would lose digits in "+word+"; say what they are, or give the schema x-go-type: json.RawMessage in the overlay")
		}
		openness(kind, &closed, &open, map[*openapi3.Schema]bool{})
		if closed > 0 && open > 0 {
			f.add(at, s.Where, "in "+kind.Ref+" some objects have additionalProperties: false and some do not, so a value's type could not be told as a server tells it; write it in all of them or in none")
		}
		closed, open = 0, 0
	}
	for ref := range mapped {
		f.add(s.Pointer+"/discriminator", s.Where, "the discriminator maps to "+ref+", which "+word+" does not hold; write it as a $ref")
	}
}

// fractional tells numbers that may have a fraction.
func fractional(of *openapi3.Schema) bool { return of.Type.Is("number") }

// loose reports whether a schema has values of any type in it.
func loose(ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) bool {
	if ref == nil || ref.Value == nil || seen[ref.Value] || opaque(ref.Value) {
		return false
	}
	of := ref.Value
	seen[of] = true
	if anything(of) && of.Type == nil || of.AdditionalProperties.Has != nil && *of.AdditionalProperties.Has {
		return true
	}
	for _, inner := range of.Properties {
		if loose(inner, seen) {
			return true
		}
	}
	return slices.ContainsFunc(slices.Concat(openapi3.SchemaRefs{of.Items, of.AdditionalProperties.Schema}, of.AllOf, of.OneOf, of.AnyOf),
		func(inner *openapi3.SchemaRef) bool { return loose(inner, seen) })
}

// openness counts the objects inside a schema that allow other properties than theirs, and those that do not.
func openness(ref *openapi3.SchemaRef, closed, open *int, seen map[*openapi3.Schema]bool) {
	if ref == nil || ref.Value == nil || seen[ref.Value] || opaque(ref.Value) {
		return
	}
	of := ref.Value
	seen[of] = true
	if len(of.Properties) > 0 {
		if of.AdditionalProperties.Has != nil && !*of.AdditionalProperties.Has {
			*closed++
		} else {
			*open++
		}
	}
	for _, inner := range of.Properties {
		openness(inner, closed, open, seen)
	}
	for _, inner := range slices.Concat(openapi3.SchemaRefs{of.Items, of.AdditionalProperties.Schema}, of.AllOf, of.OneOf, of.AnyOf) {
		openness(inner, closed, open, seen)
	}
}

// Closed reports whether the objects inside a schema allow no other properties than theirs.
func Closed(ref *openapi3.SchemaRef) bool {
	closed, open := 0, 0
	openness(ref, &closed, &open, map[*openapi3.Schema]bool{})
	return closed > 0 && open == 0
}

func discriminates(of *openapi3.Schema, name string) bool {
	property := of.Properties[name]
	return property != nil && slices.Contains(of.Required, name) && property.Value.Type.Is("string") && property.Value.Format == ""
}
