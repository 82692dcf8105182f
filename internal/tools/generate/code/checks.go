package code

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// checks are Go expressions of the errors that a value's rules may give. name and value are Go expressions of a string and
// of the value. A text's least length is left out up to floor, which something else checks.
func checks(name, value string, s codegen.Schema, required bool, floor uint64) (list []string) {
	of := s.OAPISchema
	if of == nil || of.Extensions["x-go-type"] != nil {
		return nil
	}
	if len(of.AllOf) == 1 && len(of.Properties) == 0 { // a description around a reference
		s.OAPISchema = of.AllOf[0].Value
		return checks(name, value, s, required, floor)
	}
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	switch {
	case of.Type == nil && len(of.AllOf)+len(of.OneOf)+len(of.AnyOf) == 0: // any value but null
		if required {
			add("wire.CheckSet(%s, %s != nil)", name, value)
		}
	case isStruct(s):
		add("wire.CheckObject(%s, &%s, %v)", name, value, required)
	case of.Type.Is("array"):
		list = listChecks(name, value, s, required)
	case of.Type.Is("object"):
		list = mapChecks(name, value, s, required)
	case s.GoType == "time.Time":
		if required { // what is wrong with an optional one, encoding/json refuses
			add("wire.CheckTime(%s, %s, true)", name, value)
		}
	case of.Type.Is("string") && of.Format == "binary" && s.GoType != "[]byte":
		add("wire.CheckFile(%s, %s, %v)", name, value, required)
	case of.Type.Is("string") && s.GoType == "[]byte":
		if required {
			add("wire.CheckSet(%s, %s != nil)", name, value)
		}
	case of.Type.Is("string") && of.Format == "int64":
	case len(of.Enum) > 0 && of.Extensions["x-extensible-enum"] == nil:
		add("wire.CheckEnum(%s, %s, %v, %s)", name, value, required, constantNames(s))
	case of.Type.Is("string") && len(of.Enum) > 0:
		if required {
			add("wire.CheckText(%s, string(%s), true, 1, \"\")", name, value)
		}
	case of.Type.Is("string"):
		if rules.Checked(of.Format) {
			add("wire.CheckFormat(%s, %s, %v, %q)", name, value, required, of.Format)
		}
		pattern := of.Pattern
		if pattern != "" && !rules.Simple(pattern) {
			pattern = ""
		}
		if pattern != "" || of.MinLength > floor {
			add("wire.CheckText(%s, %s, %v, %d, %s)", name, value, required, of.MinLength, codegen.StringToGoString(pattern))
		}
		if of.Pattern != pattern {
			if translated, err := rules.Expression(of.Pattern); err == nil { // the rules have refused others
				add("expression.Check(%s, %s, %v, %s, %s)", name, value, required, codegen.StringToGoString(translated), codegen.StringToGoString(of.Pattern))
			}
		}
		if of.MaxLength != nil {
			add("wire.CheckLongest(%s, %s, %d)", name, value, *of.MaxLength)
		}
	case of.Type.Is("integer") || of.Type.Is("number"):
		list = numberChecks(name, value, of, required)
	}
	return list
}

// constantNames are those of an enum, in the order of the document.
func constantNames(s codegen.Schema) string {
	byValue := map[string]string{}
	for _, c := range rules.Constants(codegen.SchemaNameToTypeName, s.GoType, s.OAPISchema) {
		byValue[c.Value] = c.Name
	}
	var names []string
	for _, value := range s.OAPISchema.Enum {
		literal := fmt.Sprint(value)
		if s.OAPISchema.Type.Is("string") {
			literal = strconv.Quote(literal)
		}
		names = append(names, byValue[literal])
	}
	return strings.Join(names, ", ")
}

// isStruct tells schemas that have a Go type with a method that checks it.
func isStruct(s codegen.Schema) bool {
	of := s.OAPISchema
	return len(of.Properties) > 0 || len(of.AllOf)+len(of.OneOf)+len(of.AnyOf) > 0
}

func numberChecks(name, value string, of *openapi3.Schema, required bool) (list []string) {
	above, below := of.ExclusiveMin.Bool != nil && *of.ExclusiveMin.Bool, of.ExclusiveMax.Bool != nil && *of.ExclusiveMax.Bool
	if of.Type.Is("integer") && !above && !below && of.MultipleOf == nil && (required || of.Max == nil) {
		if of.Min != nil {
			list = append(list, fmt.Sprintf("wire.CheckMinimum(%s, %s, %v, %d)", name, value, required, int64(*of.Min)))
		}
		if of.Max != nil {
			list = append(list, fmt.Sprintf("wire.CheckMaximum(%s, %s, %d)", name, value, int64(*of.Max)))
		}
		return list
	}
	if of.Min == nil && of.Max == nil && of.MultipleOf == nil {
		return nil
	}
	limits := []string{"Least: math.Inf(-1)", "Most: math.Inf(1)"}
	if of.Min != nil {
		limits[0] = "Least: " + number(*of.Min)
	}
	if of.Max != nil {
		limits[1] = "Most: " + number(*of.Max)
	}
	if above {
		limits = append(limits, "AboveLeast: true")
	}
	if below {
		limits = append(limits, "BelowMost: true")
	}
	if of.MultipleOf != nil {
		limits = append(limits, "MultipleOf: "+number(*of.MultipleOf))
	}
	return []string{fmt.Sprintf("wire.CheckNumber(%s, %s, %v, wire.Limits{%s})", name, value, required, strings.Join(limits, ", "))}
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

func listChecks(name, value string, s codegen.Schema, required bool) (list []string) {
	of := s.OAPISchema
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if of.MinItems > 0 {
		add("wire.CheckCount(%s, len(%s), %s != nil, %v, %d)", name, value, value, required, of.MinItems)
	} else if required {
		add("wire.CheckSet(%s, %s != nil)", name, value)
	}
	if of.MaxItems != nil {
		add("wire.CheckAtMost(%s, len(%s), %d)", name, value, *of.MaxItems)
	}
	if of.UniqueItems {
		add("wire.CheckUnique(%s, %s)", name, value)
	}
	entry := s.ArrayType
	if entry == nil || entry.OAPISchema == nil {
		return list
	}
	each := entry.OAPISchema
	switch inner := checks("field", "value", *entry, true, 0); {
	case len(inner) == 0:
	case isStruct(*entry):
		add("wire.CheckEach(%s, %s)", name, value)
	case entry.GoType == "string" && each.MaxLength == nil && len(inner) == 1 && strings.HasPrefix(inner[0], "wire.CheckText("):
		add("wire.CheckTexts(%s, %s, %d, %s)", name, value, each.MinLength, codegen.StringToGoString(each.Pattern))
	default:
		add("wire.CheckAll(%s, %s, %s)", name, value, closure(*entry, inner))
	}
	return list
}

func mapChecks(name, value string, s codegen.Schema, required bool) (list []string) {
	of := s.OAPISchema
	add := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	if of.MinProps > 0 {
		add("wire.CheckCount(%s, len(%s), %s != nil, %v, %d)", name, value, value, required, of.MinProps)
	} else if required && (of.AdditionalProperties.Schema != nil || isFree(of)) {
		add("wire.CheckSet(%s, %s != nil)", name, value)
	}
	if of.MaxProps != nil {
		add("wire.CheckAtMost(%s, len(%s), %d)", name, value, *of.MaxProps)
	}
	if entry := s.AdditionalPropertiesType; entry != nil && entry.OAPISchema != nil && of.AdditionalProperties.Schema != nil {
		if inner := checks("field", "value", *entry, true, 0); len(inner) > 0 {
			add("wire.CheckValues(%s, %s, %s)", name, value, closure(*entry, inner))
		}
	}
	return list
}

func closure(entry codegen.Schema, inner []string) string {
	result := inner[0]
	if len(inner) > 1 {
		result = "wire.First(" + strings.Join(inner, ", ") + ")"
	}
	return "func(field string, value " + entry.TypeDecl() + ") error { return " + result + " }"
}
