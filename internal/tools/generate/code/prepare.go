package code

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// prepare writes a client's document so that the generator does with every way to write something what it does with one.
func prepare(doc *openapi3.T, kind rules.Kind) {
	if kind != rules.Client {
		return
	}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			op.Parameters = own(op.Parameters, item.Parameters)
			if op.RequestBody != nil {
				op.RequestBody = &openapi3.RequestBodyRef{Value: oneBody(op.RequestBody.Value)}
			}
			for status, ref := range op.Responses.Map() {
				if strings.HasPrefix(status, "2") {
					op.Responses.Set(status, &openapi3.ResponseRef{Value: oneAnswer(ref.Value)})
				}
			}
		}
		item.Parameters = nil
	}
	if doc.Components != nil {
		for _, ref := range doc.Components.Schemas {
			if ref.Ref == "" && len(ref.Value.AllOf) > 0 {
				flatten(ref.Value)
			}
		}
		for name, ref := range doc.Components.Schemas {
			ref.Value.Required = slices.DeleteFunc(slices.Clone(ref.Value.Required), func(property string) bool {
				of := ref.Value.Properties[property]
				return of != nil && of.Value.ReadOnly // a request must not have it, whatever a response must have
			})
			for property, of := range ref.Value.Properties {
				needsPointer(name, ref.Value, property, of)
			}
		}
		nullable(doc)
	}
}

// flatten makes one object of the parts of an allOf, which the rules have looked at.
func flatten(of *openapi3.Schema) {
	all := openapi3.Schemas{}
	required := of.Required
	var add func(part *openapi3.Schema)
	add = func(part *openapi3.Schema) {
		for name, property := range part.Properties {
			copied := *property // the same property may be a pointer in one type and none in another
			all[name] = &copied
		}
		required = append(slices.Clone(required), part.Required...)
		for _, inner := range part.AllOf {
			add(inner.Value)
		}
	}
	add(of)
	slices.Sort(required)
	of.AllOf, of.Properties, of.Required, of.Type = nil, all, slices.Compact(required), &openapi3.Types{"object"}
}

// nullableOf is where a property remembers the schema that its type is made of.
const nullableOf = "x-nullable-of"

// nullable gives properties that may be null a type that tells null from unset. The generator's own one is in a package
// that programs would link.
func nullable(doc *openapi3.T) {
	for name, ref := range doc.Components.Schemas {
		for property, of := range ref.Value.Properties {
			if !of.Value.Nullable || of.Value.Extensions["x-go-type"] != nil || of.Extensions["x-go-type"] != nil {
				continue
			}
			made, err := codegen.GenerateGoSchema(of, []string{name, property})
			if err != nil {
				continue // the generator says it again, and better
			}
			outer := &openapi3.Schema{Description: of.Value.Description, Deprecated: of.Value.Deprecated, Extensions: map[string]any{
				"x-go-type": "wire.Nullable[" + made.TypeDecl() + "]", nullableOf: made,
			}}
			ref.Value.Properties[property] = &openapi3.SchemaRef{Value: outer}
		}
	}
}

// needsPointer makes a property a pointer where its zero value says something else than leaving it out, and where it
// leads back to its own type.
func needsPointer(name string, owner *openapi3.Schema, property string, of *openapi3.SchemaRef) {
	required := slices.Contains(owner.Required, property)
	if !required && (of.Ref != "" && holds(name, of, map[*openapi3.Schema]bool{}) || zeroDiffers(of.Value)) {
		extend(of, "x-go-type-skip-optional-pointer", false)
	}
}

// extend says something of one place in a document, and not of what it refers to.
func extend(ref *openapi3.SchemaRef, name string, value any) {
	ref.Extensions = maps.Clone(ref.Extensions)
	if ref.Extensions == nil {
		ref.Extensions = map[string]any{}
	}
	ref.Extensions[name] = value
}

// holds reports whether a schema has a type in itself, and not only in a list or map.
func holds(name string, ref *openapi3.SchemaRef, seen map[*openapi3.Schema]bool) bool {
	if strings.TrimPrefix(ref.Ref, "#/components/schemas/") == name {
		return true
	}
	if seen[ref.Value] || ref.Value.Extensions["x-go-type"] != nil {
		return false
	}
	seen[ref.Value] = true
	for _, inner := range ref.Value.Properties {
		if holds(name, inner, seen) {
			return true
		}
	}
	return slices.ContainsFunc(ref.Value.AllOf, func(part *openapi3.SchemaRef) bool { return holds(name, part, seen) })
}

// zeroDiffers reports whether a value has a default other than zero, and zero is a value that it may have.
func zeroDiffers(of *openapi3.Schema) bool {
	switch value := of.Default.(type) {
	case bool:
		return value
	case float64:
		return value != 0 && (of.Min == nil || *of.Min <= 0) && (of.Max == nil || *of.Max >= 0)
	case string:
		return value != "" && of.MinLength == 0 && of.Pattern == "" && len(of.Enum) == 0 && of.Format == ""
	case []any:
		return len(value) > 0 && of.MinItems == 0
	}
	return false
}

// own are an operation's parameters with those of its path that it does not replace. Each is a copy, because the
// generator forgets what is said of a shared one: an unset optional parameter is not sent, so its zero value must differ.
func own(params, ofPath openapi3.Parameters) (list openapi3.Parameters) {
	for _, ref := range slices.Concat(params, ofPath) {
		p := *ref.Value
		if list.GetByInAndName(p.In, p.Name) != nil {
			continue
		}
		p.Extensions = maps.Clone(p.Extensions)
		if p.Extensions == nil {
			p.Extensions = map[string]any{}
		}
		switch {
		case p.In != "path":
			p.Extensions["x-go-type-skip-optional-pointer"] = false
		case slices.Contains(reserved, strings.ToLower(p.Name)) && p.Extensions["x-go-name"] == nil:
			p.Extensions["x-go-name"] = p.Name + "Value"
		}
		if p.Explode == nil && (p.Style == "pipeDelimited" || p.Style == "spaceDelimited") {
			p.Explode = new(bool) // which is true by itself only in the style form
		}
		list = append(list, &openapi3.ParameterRef{Value: &p})
	}
	return list
}

// reserved are the names that methods use themselves, and those of packages and of Go that they need.
var reserved = []string{
	"ctx", "c", "params", "body", "editors", "query", "header", "wrong", "form", "err", "transport", "wire", "expression", "runtime", "strconv", "time", "context",
	"string", "nil", "int64", "fmt", "json", "http", "gen", "iter", "len", "error", "errors", "math", "url", "true", "false", "any", "field", "value",
	"page", "at", "int", "bool", "float64",
}

// oneBody is a request body in one content type, JSON if it has it.
func oneBody(b *openapi3.RequestBody) *openapi3.RequestBody {
	one := *b
	one.Content = only(b.Content)
	return &one
}

// oneAnswer is a response in one content type, JSON if it has it. The SDK asks for that one.
func oneAnswer(r *openapi3.Response) *openapi3.Response {
	one := *r
	one.Content = only(r.Content)
	return &one
}

func only(content openapi3.Content) openapi3.Content {
	media := rules.Preferred(content)
	if media == "" {
		return nil
	}
	if rules.Anything(media, content[media]) {
		return openapi3.Content{"application/json": content[media]}
	}
	return openapi3.Content{media: content[media]}
}
