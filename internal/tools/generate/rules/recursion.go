package rules

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// clientRecursion refuses types that hold themselves and cannot end: in properties that are all required, or as lists
// and maps of themselves.
func clientRecursion(d *Document) []Refusal {
	f := finder{d: d}
	if d.Shaped.Components == nil {
		return nil
	}
	for name, ref := range d.Shaped.Components.Schemas {
		through := endless(name, ref.Value, map[*openapi3.Schema]bool{})
		if through != "" {
			f.add("/components/schemas/"+escape(name), name, "it holds itself through "+through+", so a value of it has no end; make a property on the way optional")
		}
	}
	return f.found
}

// endless returns the way on which every value of a schema must hold another one.
func endless(name string, s *openapi3.Schema, seen map[*openapi3.Schema]bool) string {
	if s == nil || seen[s] || opaque(s) {
		return ""
	}
	seen[s] = true
	look := func(ref *openapi3.SchemaRef, through string) string {
		if ref != nil && (strings.TrimPrefix(ref.Ref, "#/components/schemas/") == name || endless(name, ref.Value, seen) != "") {
			return through
		}
		return ""
	}
	for _, property := range s.Required {
		if found := look(s.Properties[property], property); found != "" && s.Properties[property].Value.Items == nil && s.Properties[property].Value.AdditionalProperties.Schema == nil {
			return found
		}
	}
	for _, ref := range s.AllOf {
		if found := look(ref, "allOf"); found != "" {
			return found
		}
	}
	if len(s.Properties) == 0 { // a list or map with a name, which Go cannot name by itself
		for _, ref := range []*openapi3.SchemaRef{s.Items, s.AdditionalProperties.Schema} {
			if found := look(ref, "its entries"); found != "" {
				return found
			}
		}
	}
	return ""
}
