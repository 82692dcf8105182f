package code

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// pathOf is a Go expression of a path parameter's value as text.
func pathOf(param codegen.ParameterDefinition, value string) string {
	if !rules.Styled(param.Spec) {
		return textOf(param.Schema, value)
	}
	texts, name := textOf(param.Schema, value), strconv.Quote(param.ParamName)
	if param.Schema.OAPISchema.Type.Is("array") {
		texts = "transport.Texts(" + value + ")..."
	}
	separators := map[string]string{"label": ",.", "matrix": ",;="}[param.Style()]
	return fmt.Sprintf("transport.PathStyle(%s, %q, wrong.Add, %s)(runtime.StyleParamWithOptions(%q, %v, %s, %s, runtime.StyleParamOptions{ParamLocation: runtime.ParamLocationPath}))",
		name, cmp.Or(separators, ","), texts, param.Style(), param.Explode(), name, value)
}

// Styled lists the path parameters that the generator's runtime styles.
func (p plan) Styled(op codegen.OperationDefinition) (names []string) {
	for _, param := range op.PathParams {
		if rules.Styled(param.Spec) {
			names = append(names, param.ParamName)
		}
	}
	return names
}

// textOf is a Go expression of a value as text.
func textOf(s codegen.Schema, value string) string {
	switch {
	case s.GoType == "string" || s.GoType == "":
		return value
	case s.GoType == "time.Time":
		return value + ".Format(time.RFC3339Nano)"
	case s.OAPISchema.Type.Is("string") && s.OAPISchema.Format == "int64", s.OAPISchema.Type.Is("integer"):
		return "strconv.FormatInt(int64(" + value + "), 10)"
	case s.OAPISchema.Type.Is("boolean"):
		return "strconv.FormatBool(" + value + ")"
	case s.OAPISchema.Type.Is("number"):
		return "strconv.FormatFloat(" + value + ", 'f', -1, 64)"
	}
	return "string(" + value + ")"
}

func queryOf(param codegen.ParameterDefinition) sent {
	s := sent{Field: "params." + param.GoName(), Pointer: param.HasOptionalPointer()}
	value, name := s.Field, strconv.Quote(param.ParamName)
	if s.Pointer {
		value = "*" + value
	}
	of := param.Schema.OAPISchema
	s.Checks = parameterChecks(name, value, param)
	switch {
	case param.IsJson():
		s.Add, s.Fails = "query.JSON("+name+", "+value+")", true
	case of.Type.Is("boolean"):
		s.Add = "query.Boolean(" + name + ", " + value + ")"
	case of.Type.Is("integer") || of.Type.Is("string") && of.Format == "int64" && len(of.Enum) == 0:
		s.Add = "query.Integer(" + name + ", int64(" + value + "))"
	case of.Type.Is("string") && param.Schema.GoType == "time.Time":
		s.Add = "query.Text(" + name + ", " + parenthesized(value) + ".Format(time.RFC3339Nano))"
	case of.Type.Is("string") && !param.Spec.AllowReserved:
		s.Add = "query.Text(" + name + ", string(" + value + "))"
	default:
		options := "runtime.StyleParamOptions{ParamLocation: runtime.ParamLocationQuery"
		if param.Spec.AllowReserved {
			options += ", AllowReserved: true"
		}
		with := "query.Style"
		if of.Type.Is("array") {
			separator := map[string]string{"form": ",", "pipeDelimited": "|", "spaceDelimited": " "}[param.Style()]
			if param.Explode() {
				separator = ""
			}
			with = fmt.Sprintf("query.List(%s, len(%s), %q)", name, value, separator)
		} else if of.Type.Is("object") && param.Required {
			with = "query.Object(" + name + ")"
		}
		s.Add = fmt.Sprintf(with+"(runtime.StyleParamWithOptions(%q, %v, %s, %s, %s}))", param.Style(), param.Explode(), name, value, options)
		s.Fails = true
	}
	return s
}

// parameterChecks are the checks of a parameter that is sent. A list without entries is not sent, so a required one must
// have some.
func parameterChecks(name, value string, param codegen.ParameterDefinition) []string {
	of := *param.Schema.OAPISchema
	if param.Required && of.Type.Is("array") && of.MinItems == 0 {
		of.MinItems = 1
	}
	schema := param.Schema
	schema.OAPISchema = &of
	floor := uint64(0)
	if param.In == "path" {
		floor = 1 // the transport refuses an empty one
	}
	list := checks(name, value, schema, true, floor)
	if of.Type.Is("number") && list == nil {
		list = []string{"wire.CheckNumber(" + name + ", " + value + ", true, wire.Unlimited)"} // NaN, which no encoder refuses here
	}
	return list
}

func parenthesized(value string) string {
	if strings.HasPrefix(value, "*") {
		return "(" + value + ")"
	}
	return value
}

func headerOf(param codegen.ParameterDefinition, method string) sent {
	s := sent{Field: "params." + param.GoName(), Pointer: param.HasOptionalPointer(), Fails: true}
	value, name := s.Field, strconv.Quote(param.ParamName)
	if s.Pointer {
		value = "*" + value
	}
	of := param.Schema.OAPISchema
	s.Checks = parameterChecks(name, value, param)
	if of.Type.Is("array") {
		s.Add = fmt.Sprintf("header.Style(%s, len(%s))(runtime.StyleParamWithOptions(\"simple\", false, %s, %s, runtime.StyleParamOptions{ParamLocation: runtime.ParamLocationHeader}))",
			name, value, name, value)
		return s
	}
	s.Add = "header." + method + "(" + name + ", " + textOf(param.Schema, parenthesized(value)) + ")"
	return s
}
