package rules

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// clientSchemas refuses schemas that the client's types, reader and checks do not hold.
func clientSchemas(d *Document) []Refusal {
	f := finder{d: d, multipart: multipartFiles(d.Shaped)}
	sent := sentSchemas(d.Shaped)
	schemas(d.Shaped, func(s schema) {
		if s.Ref != "" || opaque(s.Value) || s.Role == header {
			return
		}
		f.shape(s)
		if s.Role == named && s.Value.Extensions["x-go-name"] != nil {
			f.add(s.Pointer+"/x-go-name", s.Where, "x-go-name is supported for properties and parameters; rename the schema instead")
		}
		if sent[s.Value] {
			f.sending(s)
			f.limits(s)
		}
	})
	return f.found
}

// multipartFiles are the files in bodies of the type multipart/form-data that no other body or response has.
func multipartFiles(doc *openapi3.T) map[*openapi3.Schema]bool {
	files := map[*openapi3.Schema]bool{}
	others := map[*openapi3.Schema]bool{}
	for _, op := range operations(doc) {
		if op.RequestBody != nil {
			content := op.RequestBody.Value.Content
			if media := Preferred(content); media != multipartType {
				reach(content, others)
			} else if ref := content[media].Schema; ref != nil {
				for _, property := range ref.Value.Properties {
					files[property.Value] = true
					if property.Value.Items != nil {
						files[property.Value.Items.Value] = true
					}
				}
			}
		}
		for _, ref := range op.Responses.Map() {
			reach(ref.Value.Content, others)
		}
	}
	maps.DeleteFunc(files, func(of *openapi3.Schema, _ bool) bool { return others[of] })
	return files
}

// sentSchemas are those that requests are made of. What is only received is not checked.
func sentSchemas(doc *openapi3.T) map[*openapi3.Schema]bool {
	sent := map[*openapi3.Schema]bool{}
	var mark func(ref *openapi3.SchemaRef)
	mark = func(ref *openapi3.SchemaRef) {
		if ref == nil || ref.Value == nil || sent[ref.Value] {
			return
		}
		sent[ref.Value] = true
		for _, inner := range ref.Value.Properties {
			mark(inner)
		}
		for _, inner := range slices.Concat(openapi3.SchemaRefs{ref.Value.Items, ref.Value.AdditionalProperties.Schema},
			ref.Value.AllOf, ref.Value.OneOf, ref.Value.AnyOf) {
			mark(inner)
		}
	}
	for _, op := range operations(doc) {
		for _, p := range op.parameters() {
			mark(p.Schema)
			for _, media := range p.Content {
				mark(media.Schema)
			}
		}
		if op.RequestBody != nil {
			for _, media := range op.RequestBody.Value.Content {
				mark(media.Schema)
			}
		}
	}
	return sent
}

// opaque tells schemas whose Go type the overlay gives.
func opaque(s *openapi3.Schema) bool { return s.Extensions["x-go-type"] != nil }

// shape refuses what has no Go type.
func (f *finder) shape(s schema) {
	v := s.Value
	switch {
	case v.Not != nil:
		f.add(s.Pointer, s.Where, "not is not supported; describe what the value is instead")
	case len(v.AllOf) > 0:
		f.allOf(s)
	case len(v.OneOf) > 0 || len(v.AnyOf) > 0: // clientUnions
	case v.Type == nil && s.Role == part: // of an allOf, which objects has looked at
	case v.Type == nil && f.d.Kind == Client && anything(v):
	case v.Type == nil || len(v.Type.Slice()) != 1:
		f.add(s.Pointer, s.Where, "it must have one type; where any value may stand, give it x-go-type: json.RawMessage in the overlay")
	case len(v.Properties) > 0 && !v.Type.Is("object") || v.Items != nil && !v.Type.Is("array"):
		f.add(s.Pointer, s.Where, "it has properties or items, and its type is "+v.Type.Slice()[0]+"; write type: object or array, or remove them")
	case v.Type.Is("object"):
		f.object(s)
	case v.Type.Is("array"):
		if v.Items == nil {
			f.add(s.Pointer, s.Where, "the array has no items; say what it holds")
		}
		f.noEnum(s, "an array")
	case v.Type.Is("string"):
		f.text(s)
	case v.Type.Is("integer"):
		f.integer(s)
	case v.Type.Is("number"):
		if !slices.Contains([]string{"", "double"}, v.Format) {
			f.add(s.Pointer, s.Where, fmt.Sprintf("format %s is not supported for numbers; write double, or no format", v.Format))
		}
		f.noEnum(s, "a number")
	case v.Type.Is("boolean"):
		f.noEnum(s, "a boolean")
	}
}

// anything tells schemas that allow every value.
func anything(v *openapi3.Schema) bool {
	return len(v.Properties)+len(v.Required)+len(v.AllOf)+len(v.OneOf)+len(v.AnyOf) == 0 && v.Items == nil && v.Not == nil &&
		v.AdditionalProperties.Schema == nil && v.AdditionalProperties.Has == nil &&
		!slices.ContainsFunc(keywords(v), func(k string) bool {
			return !slices.Contains([]string{"nullable", "default", "readOnly", "writeOnly"}, k)
		})
}

func (f *finder) noEnum(s schema, what string) {
	if len(s.Value.Enum) > 0 {
		f.add(s.Pointer+"/enum", s.Where, "an enum of "+what+" is not supported; list the values in the description")
	}
}

func (f *finder) object(s schema) {
	v := s.Value
	open := v.AdditionalProperties.Schema != nil || v.AdditionalProperties.Has != nil && *v.AdditionalProperties.Has
	f.noEnum(s, "objects")
	switch {
	case f.d.Kind == Client && open: // Go has a map for it
	case len(v.Properties) > 0 && open:
		f.add(s.Pointer, s.Where, "properties beside additionalProperties are not supported, because the others would be lost; "+
			"remove additionalProperties, or give the schema x-go-type: map[string]any in the overlay")
	case f.d.Kind == Client && len(v.Properties) == 0 && s.Role != named && s.Role != part:
		f.add(s.Pointer, s.Where, "an object that must be empty is not supported; remove additionalProperties: false, or leave it out")
	case len(v.Properties) == 0 && v.AdditionalProperties.Schema == nil && (s.Role != named && s.Role != part || open):
		f.add(s.Pointer, s.Where, "an object whose properties are not known would lose digits of its numbers; "+
			"give it x-go-type: map[string]any or json.RawMessage in the overlay")
	}
	for _, name := range v.Required {
		if s.Role != part && v.Properties[name] == nil {
			f.add(s.Pointer+"/required", s.Where, "required names "+name+", which is not among its properties; add it there")
		}
	}
}

var textFormats = []string{"binary", "json", "duration"}

func (f *finder) text(s schema) {
	v := s.Value
	if slices.Contains(textFormats, v.Format) && !(v.Format == "binary" && (s.outsideJSON() || f.multipart[v])) {
		f.add(s.Pointer+"/format", s.Where, fmt.Sprintf("format %s is not supported in JSON; write byte for base64, or no format for text", v.Format))
	}
	if len(v.Enum) > 0 && v.Format != "" {
		f.add(s.Pointer+"/format", s.Where, "format "+v.Format+" is not supported beside an enum; remove it")
	}
	for _, value := range v.Enum {
		if text, ok := value.(string); !ok || text == "" {
			f.add(s.Pointer+"/enum", s.Where, fmt.Sprintf("the enum has the value %v, which is not a string with characters; remove it", value))
		}
	}
}

// outsideJSON reports whether a schema is the whole of a body in another content type.
func (s schema) outsideJSON() bool {
	_, rest, ok := strings.Cut(s.Pointer, "/content/")
	media, _, _ := strings.Cut(rest, "/")
	return ok && s.Role != item && (s.Role == body || s.Role == answer) && !IsJSON(unescape(media))
}

func (f *finder) integer(s schema) {
	v := s.Value
	if !slices.Contains([]string{"", "int32", "int64"}, v.Format) {
		f.add(s.Pointer+"/format", s.Where, fmt.Sprintf("format %s is not supported for integers; write int32 or int64", v.Format))
	}
	for _, value := range v.Enum {
		if n, ok := value.(float64); !ok || n != math.Trunc(n) || math.Abs(n) > 1<<53 {
			f.add(s.Pointer+"/enum", s.Where, fmt.Sprintf("the enum has the value %v; write a whole number of at most 2^53", value))
		}
	}
	for name, limit := range map[string]*float64{"minimum": v.Min, "maximum": v.Max, "multipleOf": v.MultipleOf} {
		if limit != nil && (*limit != math.Trunc(*limit) || math.Abs(*limit) > 1<<53) {
			f.add(s.Pointer+"/"+name, s.Where, fmt.Sprintf("%s is %v; write a whole number of at most 2^53", name, *limit))
		}
	}
}

// placement refuses types in places where they have no name.
func (f *finder) placement(s schema) {
	if s.Role != named && (len(s.Value.Properties) > 0 && s.Role != part || len(s.Value.Enum) > 0) {
		f.add(s.Pointer, s.Where, "it is an object or enum without a name; move it to components.schemas and refer to it")
	}
}

// sending refuses values that could not be sent as they are meant.
func (f *finder) sending(s schema) {
	if s.Value.Nullable && s.Role != property && s.Role != named {
		f.add(s.Pointer+"/nullable", s.Where, "nullable is supported only in a property, because null cannot be sent here; remove it")
	}
}

// allOf is supported where it only adds a description to a reference, and where a schema with a name is made of objects.
func (f *finder) allOf(s schema) {
	v := s.Value
	alone := len(v.AllOf) == 1 && v.AllOf[0].Ref != "" && s.Role == property && len(v.Properties) == 0 && len(v.Required) == 0
	switch {
	case alone:
	case s.Role != named && s.Role != part:
		f.add(s.Pointer+"/allOf", s.Where, "allOf is supported only in a schema under components.schemas, or around one $ref in a property; move it there and refer to it")
	default:
		f.objects(s)
	}
}

// objects refuses parts of an allOf that do not make one object.
func (f *finder) objects(s schema) {
	properties := map[string]*openapi3.SchemaRef{}
	var add func(of *openapi3.Schema, depth int) bool
	add = func(of *openapi3.Schema, depth int) bool {
		if depth > 20 || opaque(of) || of.Type != nil && !of.Type.Is("object") || len(of.OneOf)+len(of.AnyOf) > 0 || of.Not != nil ||
			of.AdditionalProperties.Schema != nil || of.AdditionalProperties.Has != nil && *of.AdditionalProperties.Has {
			f.add(s.Pointer+"/allOf", s.Where, "every part of allOf must be an object with properties and no others; write them into one schema")
			return false
		}
		for name, property := range of.Properties {
			if other := properties[name]; other != nil && other.Value != property.Value {
				f.add(s.Pointer+"/allOf", s.Where, "two parts of allOf have the property "+name+"; leave it in one of them")
				return false
			}
			properties[name] = property
		}
		for _, part := range of.AllOf {
			if !add(part.Value, depth+1) {
				return false
			}
		}
		return true
	}
	if add(s.Value, 0) && len(properties) == 0 {
		f.add(s.Pointer+"/allOf", s.Where, "no part of allOf has properties; write type: object")
	}
}
