package rules

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// serverOperations refuses calls that the handler of package gameserver cannot serve.
func serverOperations(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Shaped) {
		if len(op.Callbacks) > 0 || len(op.Item.Servers) > 0 || op.Servers != nil && len(*op.Servers) > 0 {
			f.add(op.Pointer, op.Where, "callbacks and servers of its own are not supported; remove them")
		}
		if op.OperationID == "" {
			f.add(op.Pointer, op.Where, "there is no operationId, which names its method")
		}
		params := op.parameters()
		switch {
		case op.Method != http.MethodGet && op.Method != http.MethodPost:
			f.add(op.Pointer, op.Where, "the method "+op.Method+" is not supported; Stash uses GET and POST")
		case op.RequestBody != nil && len(params) > 0, op.RequestBody == nil && len(params) == 0:
			f.add(op.Pointer, op.Where, "it must have either query parameters or a request body")
		case op.RequestBody != nil:
			f.jsonOf(op.RequestBody.Value.Content, op.Pointer+"/requestBody", op.Where+": request body", true)
			if !op.RequestBody.Value.Required {
				f.add(op.Pointer+"/requestBody", op.Where+": request body", "an optional body is not supported; write required: true")
			}
		}
		origin := map[string]bool{}
		for _, p := range params {
			origin[p.Name] = true
			if p.In != "query" || p.Schema == nil || !p.Schema.Value.Type.Is("string") || p.Ref != "" || p.Style != "" && p.Style != "form" {
				f.add(p.Pointer, p.Where, "only strings in the query are supported, written where they are used")
			}
		}
		if len(params) > 0 && (!origin["shopId"] || !origin["environment"]) {
			f.add(op.Pointer, op.Where, "a call must say where it is from: it needs the parameters shopId and environment")
		}
		for status, ref := range op.Responses.Map() {
			if status[0] != '2' {
				continue
			}
			if status != "200" {
				f.add(op.Pointer+"/responses/"+status, op.Where, "a success must have the status 200")
				continue
			}
			f.jsonOf(ref.Value.Content, op.Pointer+"/responses/200", op.Where+": response 200", false)
		}
		if op.Responses.Value("200") == nil {
			f.add(op.Pointer+"/responses", op.Where, "there is no 200 response")
		}
	}
	return f.found
}

func (f *finder) jsonOf(content openapi3.Content, at, where string, request bool) {
	if media := onlyJSON(content); media != "" {
		f.add(at, where, "the content type "+media+" is not supported; write application/json, and no other")
		return
	}
	s := content["application/json"].Schema
	if s == nil || s.Ref == "" || len(s.Value.Properties) == 0 || opaque(s.Value) {
		f.add(at, where, "it must be a $ref to an object with properties")
		return
	}
	if request && (s.Value.Properties["shopId"] == nil || s.Value.Properties["environment"] == nil) {
		f.add(at, where, "a call must say where it is from: it needs the properties shopId and environment")
	}
}

// serverKeywords are what the reader, writer and checks of package gameserver know, by type.
var serverKeywords = map[string][]string{
	"string":  {"minLength", "maxLength", "pattern", "enum", "format"},
	"integer": {"minimum", "maximum", "format"},
	"number":  {"format"},
	"boolean": {},
	"array":   {"minItems", "maxItems"},
	"object":  {},
}

// serverSchemas refuses schemas that package gameserver does not read, write and check.
func serverSchemas(d *Document) []Refusal {
	f := finder{d: d}
	schemas(d.Shaped, func(s schema) {
		if s.Ref != "" || opaque(s.Value) || s.Role == header {
			return
		}
		v := s.Value
		if len(v.AllOf)+len(v.AnyOf)+len(v.OneOf) > 0 || v.Not != nil || v.Type == nil || len(v.Type.Slice()) != 1 {
			f.add(s.Pointer, s.Where, "it must have one type, and no allOf, anyOf, oneOf or not")
			return
		}
		kind := v.Type.Slice()[0]
		for _, word := range keywords(v) {
			if !slices.Contains(serverKeywords[kind], word) {
				f.add(s.Pointer+"/"+word, s.Where, fmt.Sprintf("%s is not supported for %s in this document; say it in the description", word, kind))
			}
		}
		f.serverShape(s, kind)
		if v.Pattern != "" {
			f.serverPattern(s)
		}
	})
	return f.found
}

func (f *finder) serverShape(s schema, kind string) {
	v := s.Value
	formats := map[string][]string{
		"string": {"", "date-time", "int64", "uri", "uuid"}, "integer": {"", "int32", "int64"}, "number": {"", "double", "float"},
	}[kind]
	if formats != nil && !slices.Contains(formats, v.Format) {
		f.add(s.Pointer+"/format", s.Where, "format "+v.Format+" is not supported in this document; remove it")
	}
	f.placement(schema{SchemaRef: &openapi3.SchemaRef{Value: &openapi3.Schema{Properties: v.Properties, Enum: v.Enum}}, Where: s.Where, Pointer: s.Pointer, Role: s.Role, Owner: s.Owner, Key: s.Key})
	switch kind {
	case "array":
		if v.Items == nil || v.Items.Ref == "" || v.Items.Value.Type.Is("string") {
			f.add(s.Pointer, s.Where, "a list must hold a $ref to an object")
		}
	case "object":
		if of := v.AdditionalProperties.Schema; len(v.Properties) == 0 && (of == nil || !of.Value.Type.Is("string") || len(keywords(of.Value)) > 0) ||
			len(v.Properties) > 0 && (of != nil || v.AdditionalProperties.Has != nil && *v.AdditionalProperties.Has) {
			f.add(s.Pointer, s.Where, "an object must have properties and no others, or be a map of plain strings")
		}
	case "string":
		if numbers, _ := v.Extensions["x-stash-enum-numbers"].([]any); len(v.Enum) > 0 && len(numbers) < len(v.Enum) {
			f.add(s.Pointer, s.Where, "an enum needs x-stash-enum-numbers, with a number for each value")
		}
	case "integer":
		f.integer(s)
	}
}

// keywords lists what a schema says beyond its type.
func keywords(v *openapi3.Schema) (list []string) {
	yes := func(b openapi3.ExclusiveBound) bool { return b.Bool != nil && *b.Bool }
	for name, there := range map[string]bool{
		"format": v.Format != "", "enum": len(v.Enum) > 0, "default": v.Default != nil, "nullable": v.Nullable, "readOnly": v.ReadOnly, "writeOnly": v.WriteOnly,
		"minimum": v.Min != nil, "maximum": v.Max != nil, "multipleOf": v.MultipleOf != nil, "exclusiveMinimum": yes(v.ExclusiveMin), "exclusiveMaximum": yes(v.ExclusiveMax),
		"minLength": v.MinLength > 0, "maxLength": v.MaxLength != nil, "pattern": v.Pattern != "",
		"minItems": v.MinItems > 0, "maxItems": v.MaxItems != nil, "uniqueItems": v.UniqueItems, "minProperties": v.MinProps > 0, "maxProperties": v.MaxProps != nil,
	} {
		if there {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// webhookSchemas refuses events that cannot be read. What is received is not checked against the document.
func webhookSchemas(d *Document) []Refusal {
	f := finder{d: d}
	schemas(d.Shaped, func(s schema) {
		if s.Ref != "" || opaque(s.Value) || s.Role == header || s.Role == answer {
			return
		}
		if len(s.Value.OneOf)+len(s.Value.AnyOf) > 0 {
			f.add(s.Pointer, s.Where, "oneOf and anyOf are not supported; give it x-go-type: json.RawMessage in the overlay")
			return
		}
		f.shape(s)
		if s.Role != named && (len(s.Value.Properties) > 0 || len(s.Value.Enum) > 0) {
			f.add(s.Pointer, s.Where, "it is an object or enum without a name; move it to components.schemas and refer to it")
		}
	})
	for _, op := range operations(d.Shaped) {
		events, ok := op.Extensions["x-stash-events"].(map[string]any)
		if !ok {
			f.add(op.Pointer, op.Where, "x-stash-events must give each event type its schema")
		}
		types := d.Shaped.Components.Schemas["EventType"]
		for _, name := range slices.Sorted(maps.Keys(events)) {
			if types == nil || !slices.Contains(types.Value.Enum, any(name)) {
				f.add(op.Pointer+"/x-stash-events", op.Where, fmt.Sprintf("x-stash-events: %s is not among the values of EventType; add it there, which is in api/webhooks.overlay.yaml", name))
			}
			event, _ := events[name].(map[string]any)
			if schema, _ := event["schema"].(string); d.Shaped.Components.Schemas[schema] == nil {
				f.add(op.Pointer+"/x-stash-events", op.Where, fmt.Sprintf("x-stash-events: %s has the schema %q, which is not among components.schemas", name, schema))
			}
		}
	}
	return append(f.found, clientRecursion(d)...)
}

// onlyJSON returns a content type that is not plain JSON; nothing when there is one that is.
func onlyJSON(content openapi3.Content) string {
	for _, media := range slices.Sorted(maps.Keys(content)) {
		if media != "application/json" {
			return media
		}
	}
	if len(content) == 0 {
		return "none"
	}
	return ""
}
