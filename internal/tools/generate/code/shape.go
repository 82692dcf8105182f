package code

import (
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

// isFree tells objects that allow properties of any kind.
func isFree(of *openapi3.Schema) bool {
	return of.AdditionalProperties.Has != nil && *of.AdditionalProperties.Has
}

// shapeOf is a Go expression of a pointer to what the reader needs to know of a schema.
func shapeOf(ref *openapi3.SchemaRef) string {
	if ref == nil || ref.Value == nil {
		return "nil"
	}
	of, name := ref.Value, codegen.SchemaNameToTypeName(strings.TrimPrefix(ref.Ref, "#/components/schemas/"))
	switch {
	case of.Extensions["x-go-type"] != nil || len(of.OneOf)+len(of.AnyOf) > 0:
		return "nil"
	case len(of.AllOf) == 1 && ref.Ref == "":
		return shapeOf(of.AllOf[0])
	case len(of.Properties) == 0 && isFree(of):
		return "&wire.Shape{Kind: wire.Map}"
	case len(of.Properties) > 0 || len(of.AllOf) > 0 || len(of.Enum) > 0 && of.Type.Is("string"):
		return "&shape" + name
	case of.Type.Is("object") && of.AdditionalProperties.Schema != nil:
		return "&wire.Shape{Kind: wire.Map, Elem: " + shapeOf(of.AdditionalProperties.Schema) + "}"
	case of.Type.Is("object"):
		return "&shape" + name
	case of.Type.Is("array"):
		return "&wire.Shape{Kind: wire.Array, Elem: " + shapeOf(of.Items) + "}"
	case of.Type.Is("integer"):
		return "&wire.Shape{Kind: wire.Integer}"
	case of.Type.Is("boolean"):
		return "&wire.Shape{Kind: wire.Bool}"
	case of.Type.Is("string") && of.Format == "date-time":
		return "&wire.Shape{Kind: wire.Time}"
	case of.Type.Is("string") && of.Format != "int64" && of.Format != "byte":
		return "&wire.Shape{Kind: wire.Text}"
	}
	return "nil"
}
