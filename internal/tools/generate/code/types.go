package code

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// typePlan is what the templates need to know of a type beside what the generator tells them.
type typePlan struct {
	Empty   bool // a struct without fields
	Enum    bool // of texts, whose shape has the names
	Shape   bool // it has a shape of its own
	Fields  []shapeField
	Later   []shapeField // fields whose shape may lead back to this one, so that it is set when the program starts
	Checked bool         // it has rules
	Checks  []string     // Go expressions of the errors that its properties may give
	Union   string       // Go expression of the error of a value of several types
}

type shapeField struct {
	Index       int
	Name, Shape string
}

// typeOf plans a type.
func typeOf(t codegen.TypeDefinition) typePlan {
	of := t.Schema.OAPISchema
	if of == nil || of.Extensions["x-go-type"] != nil {
		return typePlan{}
	}
	open := of.AdditionalProperties.Has != nil || of.AdditionalProperties.Schema != nil
	p := typePlan{
		Empty: of.Type.Is("object") && !open && len(of.Properties) == 0 && len(t.Schema.UnionElements) == 0,
		Enum:  len(of.Enum) > 0 && of.Type.Is("string"),
	}
	if len(t.Schema.UnionElements) > 0 {
		p.Union = unionCheck(t)
		return p
	}
	p.Shape = p.Empty || len(t.Schema.Properties) > 0 && len(t.Schema.UnionElements) == 0
	for i, property := range t.Schema.Properties {
		ref := propertyOf(of, property.JsonFieldName)
		field := shapeField{i, property.JsonFieldName, shapeOf(ref)}
		if p.Shape && leadsTo(ref, t.TypeName, map[*openapi3.Schema]bool{}) {
			p.Later = append(p.Later, field)
			field.Shape = "nil"
		}
		p.Fields = append(p.Fields, field)
		p.Checks = append(p.Checks, propertyChecks(property)...)
	}
	if others := t.Schema.AdditionalPropertiesType; len(t.Schema.Properties) > 0 && others != nil && of.AdditionalProperties.Schema != nil {
		if inner := checks("field", "value", *others, true, 0); len(inner) > 0 {
			p.Checks = append(p.Checks, fmt.Sprintf("wire.CheckValues(\"\", v.AdditionalProperties, %s)", closure(*others, inner)))
		}
	}
	p.Checked = len(p.Checks) > 0 || of.Extensions["x-stash-exactly-one-of"] != nil || of.Extensions["x-stash-at-least-one-of"] != nil
	return p
}

// unionCheck is a Go expression of the error of a value that must have one of several types.
func unionCheck(t codegen.TypeDefinition) string {
	of, function := t.Schema.OAPISchema, "wire.CheckOneOf"
	kinds := of.OneOf
	if len(of.AnyOf) > 0 {
		kinds, function = of.AnyOf, "wire.CheckAnyOf"
	}
	alternatives := map[string]string{} // by reference
	var list []string
	for i, kind := range kinds {
		check := "nil"
		if made, err := codegen.GenerateGoSchema(kind, []string{t.TypeName, strconv.Itoa(i)}); err == nil && !isStruct(made) {
			if inner := checks("field", "value", made, true, 0); len(inner) > 0 {
				check = closure(made, inner)
			}
		}
		one := fmt.Sprintf("wire.As[%s](%v, %s)", t.Schema.UnionElements[i], rules.Closed(kind), check)
		alternatives[kind.Ref] = one
		list = append(list, one)
	}
	if of.Discriminator != nil && len(of.Discriminator.Mapping) > 0 {
		var entries []string
		for _, name := range slices.Sorted(maps.Keys(of.Discriminator.Mapping)) {
			entries = append(entries, strconv.Quote(name)+": "+alternatives[of.Discriminator.Mapping[name].Ref])
		}
		return fmt.Sprintf("wire.CheckDiscriminated(v.union, %q, map[string]wire.Alternative{%s})", of.Discriminator.PropertyName, strings.Join(entries, ", "))
	}
	return function + "(v.union, " + strings.Join(list, ", ") + ")"
}

// propertyOf finds a property of a schema or of one of its parts.
func propertyOf(of *openapi3.Schema, name string) *openapi3.SchemaRef {
	if ref := of.Properties[name]; ref != nil {
		return ref
	}
	for _, part := range of.AllOf {
		if ref := propertyOf(part.Value, name); ref != nil {
			return ref
		}
	}
	return nil
}

// leadsTo reports whether a schema holds a type at some depth.
func leadsTo(ref *openapi3.SchemaRef, typeName string, seen map[*openapi3.Schema]bool) bool {
	if ref == nil || ref.Value == nil || ref.Value.Extensions["x-go-type"] != nil {
		return false
	}
	if ref.Ref != "" && codegen.SchemaNameToTypeName(strings.TrimPrefix(ref.Ref, "#/components/schemas/")) == typeName {
		return true
	}
	if seen[ref.Value] {
		return false
	}
	seen[ref.Value] = true
	for _, inner := range parts(ref.Value) {
		if leadsTo(inner, typeName, seen) {
			return true
		}
	}
	return false
}

// parts are the schemas inside a schema.
func parts(of *openapi3.Schema) (list openapi3.SchemaRefs) {
	for _, inner := range of.Properties {
		list = append(list, inner)
	}
	return slices.Concat(list, openapi3.SchemaRefs{of.Items, of.AdditionalProperties.Schema}, of.AllOf, of.OneOf, of.AnyOf)
}

// propertyChecks are the checks of a property's value, where it has one.
func propertyChecks(p codegen.Property) []string {
	name, value := strconv.Quote(p.JsonFieldName), "v."+p.GoFieldName()
	if p.Schema.OAPISchema.ReadOnly {
		return []string{fmt.Sprintf("wire.CheckReadOnly(%s, wire.IsSet(&%s))", name, value)}
	}
	if of, ok := p.Schema.OAPISchema.Extensions[nullableOf].(codegen.Schema); ok {
		return nullableChecks(name, value, of, p.Required)
	}
	if !p.IsPointer() {
		return checks(name, value, p.Schema, p.Required, 0)
	}
	inner := checks("field", "value", p.Schema, true, 0)
	switch {
	case len(inner) == 0:
		return nil
	case isStruct(p.Schema):
		return []string{fmt.Sprintf("wire.CheckPointer(%s, %s, func(field string, value %s) error { return wire.CheckObject(field, &value, true) })", name, value, p.Schema.TypeDecl())}
	}
	return []string{fmt.Sprintf("wire.CheckPointer(%s, %s, %s)", name, value, closure(p.Schema, inner))}
}

func nullableChecks(name, value string, of codegen.Schema, required bool) []string {
	check := "nil"
	if inner := checks("field", "value", of, true, 0); len(inner) > 0 {
		check = closure(of, inner)
	} else if !required {
		return nil
	}
	return []string{fmt.Sprintf("wire.CheckNullable(%s, %s, %v, %s)", name, value, required, check)}
}
