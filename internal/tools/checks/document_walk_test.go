package checks

import (
	"github.com/getkin/kin-openapi/openapi3"
)

// eachOperation calls visit with an operation's name, or its address where it has none, and its method.
func eachOperation(doc *openapi3.T, visit func(where, method string, op *openapi3.Operation)) {
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			where := op.OperationID
			if where == "" {
				where = method + " " + path
			}
			visit(where, method, op)
		}
	}
}

// eachSchema calls visit with every schema that is written somewhere in a document. Those under components.schemas
// have a name. References are visited, and not followed.
func eachSchema(doc *openapi3.T, visit func(where string, ref *openapi3.SchemaRef, named bool)) {
	content := func(where string, content openapi3.Content) {
		for _, media := range content {
			walkSchema(where, media.Schema, false, visit)
		}
	}
	for name, ref := range doc.Components.Schemas {
		walkSchema(name, ref, true, visit)
	}
	for name, ref := range doc.Components.Responses {
		content(name, ref.Value.Content)
	}
	for name, ref := range doc.Components.Parameters {
		walkSchema(name, ref.Value.Schema, false, visit)
	}
	for name, ref := range doc.Components.RequestBodies {
		content(name, ref.Value.Content)
	}
	eachOperation(doc, func(where, _ string, op *openapi3.Operation) {
		for _, param := range op.Parameters {
			walkSchema(where+": "+param.Value.Name, param.Value.Schema, false, visit)
		}
		if op.RequestBody != nil {
			content(where+": request", op.RequestBody.Value.Content)
		}
		for status, response := range op.Responses.Map() {
			content(where+": "+status, response.Value.Content)
		}
	})
}

func walkSchema(where string, ref *openapi3.SchemaRef, named bool, visit func(string, *openapi3.SchemaRef, bool)) {
	if ref == nil {
		return
	}
	visit(where, ref, named)
	if ref.Ref != "" {
		return
	}
	for name, property := range ref.Value.Properties {
		walkSchema(where+"."+name, property, false, visit)
	}
	walkSchema(where+"[]", ref.Value.Items, false, visit)
	walkSchema(where+"{}", ref.Value.AdditionalProperties.Schema, false, visit)
	for _, parts := range []openapi3.SchemaRefs{ref.Value.AllOf, ref.Value.AnyOf, ref.Value.OneOf} {
		for _, part := range parts {
			walkSchema(where, part, false, visit)
		}
	}
}
