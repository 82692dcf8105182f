package code

import (
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// What our templates call beside the generator's own functions.
func init() {
	codegen.TemplateFunctions["plan"] = planOf
	codegen.TemplateFunctions["typePlan"] = typeOf
	codegen.TemplateFunctions["arguments"] = arguments
	codegen.TemplateFunctions["names"] = argumentNames
	codegen.TemplateFunctions["results"] = results
	codegen.TemplateFunctions["constants"] = constants
}

// arguments are those of an operation's method, as Go writes them.
func arguments(op codegen.OperationDefinition, p plan, editor string) string {
	var text strings.Builder
	text.WriteString("ctx context.Context")
	for _, param := range op.PathParams {
		text.WriteString(", " + param.GoVariableName() + " " + param.TypeDef())
	}
	if op.RequiresParamObject() {
		text.WriteString(", params " + op.OperationId + "Params")
	}
	if p.BodyType != "" {
		text.WriteString(", body " + p.BodyType)
	}
	return text.String() + ", editors ..." + editor
}

// argumentNames are the same, as a call passes them on.
func argumentNames(op codegen.OperationDefinition, p plan) string {
	text := "ctx"
	for _, param := range op.PathParams {
		text += ", " + param.GoVariableName()
	}
	if op.RequiresParamObject() {
		text += ", params"
	}
	if p.BodyType != "" {
		text += ", body"
	}
	return text + ", editors..."
}

// results are those of an operation's method.
func results(p plan) string {
	switch {
	case p.Result == "":
		return "error"
	case p.Value:
		return "(" + p.Result + ", error)"
	}
	return "(*" + p.Result + ", error)"
}

// constants are those of an enum, in the order of their names.
func constants(enum codegen.EnumDefinition) []rules.Constant {
	return rules.Constants(codegen.SchemaNameToTypeName, enum.TypeName, enum.Schema.OAPISchema)
}
