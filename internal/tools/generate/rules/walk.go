package rules

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	yaml3 "gopkg.in/yaml.v3"
)

// operation is an operation and where it stands.
type operation struct {
	*openapi3.Operation
	Method, Path string
	Where        string // operationId, or method and path where it has none
	Pointer      string
	Item         *openapi3.PathItem
}

// operations lists a document's operations in the order of their paths and methods.
func operations(doc *openapi3.T) (list []operation) {
	items := doc.Paths.Map()
	for _, path := range slices.Sorted(maps.Keys(items)) {
		all := items[path].Operations()
		for _, method := range slices.Sorted(maps.Keys(all)) {
			op := operation{all[method], method, path, all[method].OperationID, "", items[path]}
			op.Pointer = "/paths/" + escape(path) + "/" + strings.ToLower(method)
			if op.Where == "" {
				op.Where = method + " " + path
			}
			list = append(list, op)
		}
	}
	return list
}

// parameter is a parameter of an operation, its own or its path's, and where it stands.
type parameter struct {
	*openapi3.Parameter
	Ref     string
	Where   string // GetX: header parameter X-Request-Id
	Pointer string
}

// parameters lists an operation's parameters, and those of its path that it does not replace.
func (op operation) parameters() (list []parameter) {
	add := func(refs openapi3.Parameters, pointer string) {
		for i, ref := range refs {
			p := ref.Value
			same := func(other parameter) bool { return other.In == p.In && other.Name == p.Name }
			if slices.ContainsFunc(list, same) {
				continue
			}
			at := pointer + "/parameters/" + strconv.Itoa(i)
			if ref.Ref != "" {
				at = strings.TrimPrefix(ref.Ref, "#")
			}
			list = append(list, parameter{p, ref.Ref, op.Where + ": " + p.In + " parameter " + p.Name, at})
		}
	}
	add(op.Parameters, op.Pointer)
	add(op.Item.Parameters, "/paths/"+escape(op.Path))
	return list
}

// schema is a schema that is written somewhere in a document.
type schema struct {
	*openapi3.SchemaRef
	Where   string // Shelf.code, GetX: query parameter limit
	Pointer string
	Role    role
	Owner   *openapi3.Schema // the object that it is a property of
	Key     string           // the property's name, or the schema's under components.schemas
	Union   bool             // it is part of a oneOf or anyOf
}

// role is what a schema is part of.
type role uint8

const (
	named role = iota
	property
	item
	mapValue
	part // of allOf, anyOf, oneOf or not
	paramRole
	header
	body
	answer
)

// schemas calls visit with every schema that is written in a document. References are visited and not followed.
func schemas(doc *openapi3.T, visit func(schema)) {
	w := schemaWalk{visit: visit}
	if doc.Components != nil {
		w.components(doc.Components)
	}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths.Map())) {
		w.parameters(doc.Paths.Value(path).Parameters, path, "/paths/"+escape(path))
	}
	for _, op := range operations(doc) {
		w.parameters(op.Parameters, op.Where, op.Pointer)
		if b := op.RequestBody; b != nil && b.Ref == "" {
			w.content(b.Value.Content, op.Where+": request body", op.Pointer+"/requestBody", body)
		}
		for _, status := range slices.Sorted(maps.Keys(op.Responses.Map())) {
			if ref := op.Responses.Value(status); ref.Ref == "" {
				w.response(ref.Value, op.Where+": response "+status, op.Pointer+"/responses/"+status)
			}
		}
	}
}

type schemaWalk struct{ visit func(schema) }

func (w schemaWalk) components(c *openapi3.Components) {
	for _, name := range slices.Sorted(maps.Keys(c.Schemas)) {
		w.schema(schema{SchemaRef: c.Schemas[name], Where: name, Pointer: "/components/schemas/" + escape(name), Key: name})
	}
	for _, name := range slices.Sorted(maps.Keys(c.Parameters)) {
		if ref := c.Parameters[name]; ref.Ref == "" {
			w.parameter(ref.Value, "components: "+ref.Value.In+" parameter "+ref.Value.Name, "/components/parameters/"+escape(name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.RequestBodies)) {
		w.content(c.RequestBodies[name].Value.Content, "components: request body "+name, "/components/requestBodies/"+escape(name), body)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Responses)) {
		w.response(c.Responses[name].Value, "components: response "+name, "/components/responses/"+escape(name))
	}
	for _, name := range slices.Sorted(maps.Keys(c.Headers)) {
		w.parameter(&c.Headers[name].Value.Parameter, "components: header "+name, "/components/headers/"+escape(name))
	}
}

func (w schemaWalk) parameters(refs openapi3.Parameters, where, pointer string) {
	for i, ref := range refs {
		if ref.Ref == "" {
			w.parameter(ref.Value, where+": "+ref.Value.In+" parameter "+ref.Value.Name, pointer+"/parameters/"+strconv.Itoa(i))
		}
	}
}

func (w schemaWalk) parameter(p *openapi3.Parameter, where, pointer string) {
	as := paramRole
	if p.In == "" {
		as = header
	}
	w.schema(schema{SchemaRef: p.Schema, Where: where, Pointer: pointer + "/schema", Role: as})
	w.content(p.Content, where, pointer, as)
}

func (w schemaWalk) response(r *openapi3.Response, where, pointer string) {
	w.content(r.Content, where, pointer, answer)
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		if ref := r.Headers[name]; ref.Ref == "" {
			w.parameter(&ref.Value.Parameter, where+": header "+name, pointer+"/headers/"+escape(name))
		}
	}
}

func (w schemaWalk) content(content openapi3.Content, where, pointer string, as role) {
	for _, media := range slices.Sorted(maps.Keys(content)) {
		w.schema(schema{SchemaRef: content[media].Schema, Where: where, Pointer: pointer + "/content/" + escape(media) + "/schema", Role: as})
	}
}

func (w schemaWalk) schema(s schema) {
	if s.SchemaRef == nil || s.Value == nil {
		return
	}
	w.visit(s)
	if s.Ref != "" {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(s.Value.Properties)) {
		w.schema(schema{s.Value.Properties[name], s.Where + "." + name, s.Pointer + "/properties/" + escape(name), property, s.Value, name, false})
	}
	inner := func(ref *openapi3.SchemaRef, where, step string, as role) {
		w.schema(schema{SchemaRef: ref, Where: s.Where + where, Pointer: s.Pointer + step, Role: as})
	}
	inner(s.Value.Items, "[]", "/items", item)
	inner(s.Value.AdditionalProperties.Schema, "{}", "/additionalProperties", mapValue)
	inner(s.Value.Not, "", "/not", part)
	for name, parts := range map[string]openapi3.SchemaRefs{"allOf": s.Value.AllOf, "anyOf": s.Value.AnyOf, "oneOf": s.Value.OneOf} {
		for i, ref := range parts {
			w.schema(schema{SchemaRef: ref, Where: s.Where, Pointer: s.Pointer + "/" + name + "/" + strconv.Itoa(i), Role: part, Union: name != "allOf"})
		}
	}
}

// references refuses references that the generator would not resolve to a name: those into other files and to places
// other than components.
func (d *Document) references() (found []Refusal) {
	var walk func(node *yaml3.Node)
	walk = func(node *yaml3.Node) {
		for i := 0; node.Kind == yaml3.MappingNode && i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			if key.Value != "$ref" || value.Kind != yaml3.ScalarNode {
				continue
			}
			if refusal := badReference(value.Value); refusal != "" {
				found = append(found, Refusal{Path: d.Path, Line: value.Line, What: "$ref " + value.Value + " " + refusal})
			}
		}
		for _, inner := range node.Content {
			walk(inner)
		}
	}
	walk(d.lines.root)
	return found
}

func badReference(ref string) string {
	kind, name, ok := strings.Cut(strings.TrimPrefix(ref, "#/components/"), "/")
	switch {
	case !strings.HasPrefix(ref, "#"):
		return "is in another file; move what it refers to into components of this document"
	case !strings.HasPrefix(ref, "#/components/") || !ok || strings.Contains(name, "/"):
		return "does not refer to an entry of components; move what it refers to there"
	case kind == "callbacks" || kind == "links" || kind == "pathItems":
		return "refers to " + kind + ", from which no code is made; remove it"
	}
	return ""
}
