package rules

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// clientSchemas refuses schemas that the client's types, reader and checks do not hold.
func clientSchemas(d *Document) []Refusal {
	f := finder{d: d}
	sent := sentSchemas(d.Shaped)
	schemas(d.Shaped, func(s schema) {
		if s.Ref != "" || opaque(s.Value) || s.Role == header {
			return
		}
		f.shape(s)
		f.placement(s)
		if sent[s.Value] {
			f.sending(s)
			f.limits(s)
		}
	})
	return f.found
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
	case v.Type == nil || len(v.Type.Slice()) != 1:
		f.add(s.Pointer, s.Where, "it must have one type; where any value may stand, give it x-go-type: json.RawMessage in the overlay")
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
	case len(v.Properties) > 0 && open:
		f.add(s.Pointer, s.Where, "properties beside additionalProperties are not supported, because the others would be lost; "+
			"remove additionalProperties, or give the schema x-go-type: map[string]any in the overlay")
	case len(v.Properties) == 0 && v.AdditionalProperties.Schema == nil && (s.Role != named || open):
		f.add(s.Pointer, s.Where, "an object whose properties are not known would lose digits of its numbers; "+
			"give it x-go-type: map[string]any or json.RawMessage in the overlay")
	}
	for _, name := range v.Required {
		if v.Properties[name] == nil && v.AdditionalProperties.Schema == nil {
			f.add(s.Pointer+"/required", s.Where, "required names "+name+", which is not among its properties; add it there")
		}
	}
}

var textFormats = []string{"binary", "json", "duration"}

func (f *finder) text(s schema) {
	v := s.Value
	if slices.Contains(textFormats, v.Format) && !(v.Format == "binary" && s.outsideJSON()) {
		f.add(s.Pointer+"/format", s.Where, fmt.Sprintf("format %s is not supported in JSON; write byte for base64, or no format for text", v.Format))
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
	f.noEnum(s, "integers")
	for name, limit := range map[string]*float64{"minimum": v.Min, "maximum": v.Max, "multipleOf": v.MultipleOf} {
		if limit != nil && (*limit != math.Trunc(*limit) || math.Abs(*limit) > 1<<53) {
			f.add(s.Pointer+"/"+name, s.Where, fmt.Sprintf("%s is %v; write a whole number of at most 2^53", name, *limit))
		}
	}
}

// placement refuses types in places where the generator would make up a name for them.
func (f *finder) placement(s schema) {
	if s.Role != named && (len(s.Value.Properties) > 0 || len(s.Value.Enum) > 0) {
		f.add(s.Pointer, s.Where, "it is an object or enum without a name; move it to components.schemas and refer to it")
	}
}

// sending refuses values that could not be sent as they are meant.
func (f *finder) sending(s schema) {
	if s.Role == property {
		required := slices.Contains(s.Owner.Required, s.Key)
		switch {
		case s.Value.ReadOnly && required:
			f.add(s.Pointer, s.Where, "it is readOnly and required, so it would be demanded in requests; take it out of required")
		case s.Value.Default != nil && !required && !zero(s.Value.Default):
			f.add(s.Pointer+"/default", s.Where, fmt.Sprintf(
				"its default is %v, so a program must be able to send %s; make it required, or give it x-go-type-skip-optional-pointer: false in the overlay", s.Value.Default, zeroOf(s.Value)))
		}
	}
	if s.Value.Nullable {
		f.add(s.Pointer+"/nullable", s.Where, "nullable is not supported, because null cannot be sent; remove it, or leave the property out where it has no value")
	}
}

func zero(value any) bool {
	switch v := value.(type) {
	case string:
		return v == ""
	case bool:
		return !v
	case float64:
		return v == 0
	case []any:
		return len(v) == 0
	}
	return value == nil
}

func zeroOf(v *openapi3.Schema) string {
	switch {
	case v.Type.Is("boolean"):
		return "false"
	case v.Type.Is("string"):
		return `""`
	case v.Type.Is("array"):
		return "[]"
	}
	return "0"
}

// limits refuses validation keywords that are not checked before a request is sent.
func (f *finder) limits(s schema) {
	v := s.Value
	if v.Pattern != "" && v.Type.Is("string") {
		f.pattern(s)
	}
	unchecked := map[string]bool{
		"maxLength": v.MaxLength != nil, "maxItems": v.MaxItems != nil, "uniqueItems": v.UniqueItems, "multipleOf": v.MultipleOf != nil,
		"exclusiveMinimum": v.ExclusiveMin.Bool != nil && *v.ExclusiveMin.Bool, "exclusiveMaximum": v.ExclusiveMax.Bool != nil && *v.ExclusiveMax.Bool,
		"minProperties": v.MinProps > 0, "maxProperties": v.MaxProps != nil,
		"minimum": v.Min != nil && (v.Type.Is("number") || s.Role == item || s.Role == mapValue), "maximum": v.Max != nil && s.Role != paramRole,
		"minLength": v.MinLength > 0 && s.Role == mapValue, "pattern": v.Pattern != "" && s.Role == mapValue,
	}
	if s.Role == paramRole || s.Role == body {
		unchecked = nil
	}
	for name, present := range unchecked {
		if present {
			f.add(s.Pointer+"/"+name, s.Where, name+" is not checked before a request is sent; say it in the description, and remove it")
		}
	}
}

// part is one step of the patterns that wire.Match reads: a class or a plain character, and how often.
const patternPart = `(\[\^?[^\\\[\]]+\]|[^\\^$.|?*+()\[\]{}])([*+?]|\{[0-9]+(?:,[0-9]*)?\})?`

var simplePattern = regexp.MustCompile(`^\^(?:` + patternPart + `)*\$$`)

func (f *finder) pattern(s schema) {
	pattern := s.Value.Pattern
	if !simplePattern.MatchString(pattern) {
		f.add(s.Pointer+"/pattern", s.Where, "the pattern "+pattern+" is not supported; write ^, then plain characters or classes such as [0-9], each with its count, then $")
		return
	}
	if text, ok := differs(pattern); ok {
		f.add(s.Pointer+"/pattern", s.Where, fmt.Sprintf("the pattern %s is read otherwise than by regexp: %q gives another result; write it so that no part takes what the next one needs", pattern, text))
	}
}

// allOf is supported where it only adds a description to a reference.
func (f *finder) allOf(s schema) {
	v := s.Value
	alone := len(v.AllOf) == 1 && v.AllOf[0].Ref != "" && s.Role == property && len(v.Properties) == 0 && len(v.Required) == 0
	if !alone {
		f.add(s.Pointer+"/allOf", s.Where, "allOf is supported only in a property, around one $ref; write the properties of all parts into one schema")
	}
}

// clientUnions refuses values that may be one of several types.
func clientUnions(d *Document) []Refusal {
	f := finder{d: d}
	schemas(d.Shaped, func(s schema) {
		if s.Ref == "" && !opaque(s.Value) && (len(s.Value.OneOf) > 0 || len(s.Value.AnyOf) > 0) {
			f.add(s.Pointer, s.Where, "oneOf and anyOf are not supported; write one object with the properties of all, or give it x-go-type: json.RawMessage in the overlay")
		}
	})
	return f.found
}

// clientRecursion refuses types that hold themselves.
func clientRecursion(d *Document) []Refusal {
	f := finder{d: d}
	if d.Shaped.Components == nil {
		return nil
	}
	for name, ref := range d.Shaped.Components.Schemas {
		if through := holdsItself(name, ref.Value, map[*openapi3.Schema]bool{}, d.Shaped.Components.Schemas); through != "" {
			f.add("/components/schemas/"+escape(name), name, "it holds itself through "+through+"; refer to the inner one by its id, or give the property x-go-type: json.RawMessage in the overlay")
		}
	}
	return f.found
}

func holdsItself(name string, s *openapi3.Schema, seen map[*openapi3.Schema]bool, all openapi3.Schemas) string {
	if s == nil || seen[s] || opaque(s) {
		return ""
	}
	seen[s] = true
	look := func(ref *openapi3.SchemaRef, through string) string {
		if ref == nil {
			return ""
		}
		if strings.TrimPrefix(ref.Ref, "#/components/schemas/") == name {
			return through
		}
		if holdsItself(name, ref.Value, seen, all) != "" {
			return through
		}
		return ""
	}
	for property, ref := range s.Properties {
		if found := look(ref, property); found != "" {
			return found
		}
	}
	for _, ref := range slices.Concat(openapi3.SchemaRefs{s.Items, s.AdditionalProperties.Schema}, s.AllOf, s.OneOf, s.AnyOf) {
		if found := look(ref, "its items"); found != "" {
			return found
		}
	}
	return ""
}
