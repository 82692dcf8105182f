package rules

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
)

// nameNameless moves each object, enum, union and allOf that is written where it is used into components, because Go needs
// a name for its type. The name is made of the places around it: property kind of Box is BoxKind. Refusals still name the
// place in the document.
func (d *Document) nameNameless() {
	doc := d.Shaped
	if doc.Components == nil {
		doc.Components = &openapi3.Components{}
	}
	if doc.Components.Schemas == nil {
		doc.Components.Schemas = openapi3.Schemas{}
	}
	var found []schema
	schemas(doc, func(s schema) {
		if s.Ref == "" && s.Role != named && s.Role != part && free(s.Value) {
			s.Value.AdditionalProperties.Has = new(bool)
			*s.Value.AdditionalProperties.Has = true // which the document leaves unsaid
		}
		if s.Ref == "" && !opaque(s.Value) && needsName(s) {
			found = append(found, s)
		}
	})
	d.moved = map[string]schema{}
	for _, s := range found {
		name := typeNameOf(s)
		for doc.Components.Schemas[name] != nil { // namesDiffer refuses what then has the same name in Go
			name += "_"
		}
		if given := s.Value.Extensions["x-go-name"]; given != nil { // of the field, and not of the type
			own := *s.Value
			own.Extensions = maps.Clone(own.Extensions)
			delete(own.Extensions, "x-go-name")
			s.SchemaRef.Value = &own
			s.SchemaRef.Extensions = map[string]any{"x-go-name": given}
		}
		doc.Components.Schemas[name] = &openapi3.SchemaRef{Value: s.SchemaRef.Value}
		s.SchemaRef.Ref = "#/components/schemas/" + name
		d.moved[name] = s
	}
}

// free tells objects of which the document says nothing.
func free(v *openapi3.Schema) bool {
	return !opaque(v) && v.Type.Is("object") && len(v.Properties)+len(v.AllOf)+len(v.OneOf)+len(v.AnyOf) == 0 &&
		v.AdditionalProperties.Schema == nil && v.AdditionalProperties.Has == nil
}

// needsName tells schemas that the generator makes a type of.
func needsName(s schema) bool {
	v := s.Value
	if s.Role == named || s.Role == header {
		return false
	}
	if s.Role == part {
		return s.Union && !v.Nullable
	}
	alone := len(v.AllOf) == 1 && v.AllOf[0].Ref != "" && len(v.Properties)+len(v.Required) == 0
	return len(v.Properties) > 0 || len(v.Enum) > 0 || len(v.OneOf)+len(v.AnyOf) > 0 || len(v.AllOf) > 0 && !alone
}

// typeNameOf makes a name of the words in a place, such as GetBox: response 200[].kind.
func typeNameOf(s schema) string {
	var name strings.Builder
	words := strings.FieldsFunc(s.Where, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("[]{}", r)
	})
	for _, word := range words {
		if slices.Contains([]string{"query", "header", "path", "cookie", "parameter", "components"}, word) {
			continue
		}
		word = strings.NewReplacer("[]", "Entry", "{}", "Value").Replace(word)
		first := []rune(word)
		if len(first) > 0 {
			name.WriteString(string(unicode.ToUpper(first[0])) + string(first[1:]))
		}
	}
	switch {
	case s.Union && s.Value.Type == nil:
		name.WriteString("Part")
	case s.Union:
		name.WriteString(map[string]string{"string": "Text", "array": "List", "integer": "Integer", "number": "Number", "boolean": "Boolean", "object": "Object"}[s.Value.Type.Slice()[0]])
	}
	return name.String()
}
