// Package contract compares HTTP requests, responses and events with an OpenAPI document. It is stricter than JSON
// Schema: a field or query parameter that the document does not have is a violation.
package contract

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// Contract is a document that requests and responses can be compared with.
type Contract struct {
	doc    *openapi3.T
	router routers.Router
	ops    []*Operation
}

// Operation is one operation of a document.
type Operation struct {
	ID     string
	Method string
	Path   string // route template, as the document has it
	Spec   *openapi3.Operation

	doc *openapi3.T
}

// Load reads a document, checks it with its examples, and closes its schemas.
func Load(data []byte) (*Contract, error) {
	doc, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, fmt.Errorf("contract: the document cannot be read: %w", err)
	}
	closeSchemas(doc)
	if err := doc.Validate(context.Background(), openapi3.EnableExamplesValidation()); err != nil {
		return nil, fmt.Errorf("contract: the document is not valid: %w", err)
	}
	c := &Contract{doc: doc}
	for path, item := range doc.Paths.Map() {
		for method, spec := range item.Operations() {
			c.ops = append(c.ops, &Operation{ID: spec.OperationID, Method: method, Path: path, Spec: spec, doc: doc})
		}
	}
	slices.SortFunc(c.ops, func(a, b *Operation) int { return strings.Compare(a.ID, b.ID) })
	doc.Servers = openapi3.Servers{{URL: "/"}} // any host
	openSegments(doc)
	if c.router, err = gorillamux.NewRouter(doc); err != nil {
		return nil, fmt.Errorf("contract: the document's paths cannot be routed: %w", err)
	}
	return c, nil
}

// Operations returns the document's operations by name.
func (c *Contract) Operations() []*Operation { return c.ops }

// Operation returns an operation by its operationId, or nil.
func (c *Contract) Operation(id string) *Operation {
	i, ok := slices.BinarySearchFunc(c.ops, id, func(op *Operation, id string) int { return strings.Compare(op.ID, id) })
	if !ok {
		return nil
	}
	return c.ops[i]
}

// closeSchemas makes every object refuse properties that it does not name, unless its schema has additionalProperties.
// It gives 64-bit integers in strings their format, which the document leaves out because most tools reject it.
func closeSchemas(doc *openapi3.T) {
	for _, ref := range doc.Components.Schemas {
		schema := ref.Value
		open := schema.AdditionalProperties.Has != nil || schema.AdditionalProperties.Schema != nil
		if schema.Type.Is("object") && !open {
			schema.AdditionalProperties.Has = openapi3.Ptr(false)
		}
		for _, property := range schema.Properties {
			if property.Value.Pattern == int64Pattern {
				property.Value.Format, property.Value.Pattern = "int64", ""
			}
		}
	}
}

// openSegments lets a parameter with x-stash-segments match several segments. OpenAPI 3.0 has no syntax for that; the
// router has.
func openSegments(doc *openapi3.T) {
	for path, item := range doc.Paths.Map() {
		routed := path
		for _, op := range item.Operations() {
			for _, param := range op.Parameters {
				if param.Value.Extensions["x-stash-segments"] == true {
					routed = strings.Replace(path, "{"+param.Value.Name+"}", "{"+param.Value.Name+":.+}", 1)
				}
			}
		}
		if routed != path {
			doc.Paths.Delete(path)
			doc.Paths.Set(routed, item)
		}
	}
}

// Find returns the operation of a request, or nil. Then allowed is true when the path exists and only the method is
// wrong.
func (c *Contract) Find(req *http.Request) (exchange *Exchange, allowed bool) {
	route, params, err := c.router.FindRoute(req)
	if err != nil {
		return nil, err == routers.ErrMethodNotAllowed
	}
	for name, value := range params {
		if plain, err := url.PathUnescape(value); err == nil {
			params[name] = plain
		}
	}
	return &Exchange{Operation: c.Operation(route.Operation.OperationID), Params: params, route: route, req: req}, true
}
