package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// observed collects what responses show about the open questions. It holds names of fields and enum values, and no
// other part of a response.
type observed struct {
	camel, snake  int                        // fields with two or more words, by spelling
	integers      map[string]map[string]bool // 64-bit integers: the JSON kinds of each property
	statuses      map[string]bool            // of payments
	taxRates      map[string]bool            // "fraction" or "percent"
	unknown       []string                   // fields that the document does not have
	unknownValues []string                   // of enums
	wrong         []string                   // sentences on what the document does not allow
}

// judge compares a response with the document. Differences that the SDK's tolerant reader accepts, such as
// snake_case, are noted and then undone, so that CheckResponse reports only the others.
func (o *observed) judge(a answer) {
	if a.Exchange == nil {
		return
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(a.body))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		o.wrong = append(o.wrong, fmt.Sprintf("%s: the body of the HTTP %d response is not JSON.", a.ID, a.status))
		return
	}
	response := a.Spec.Responses.Status(a.status)
	if response == nil {
		response = a.Spec.Responses.Default()
	}
	if response != nil && response.Value.Content.Get("application/json") != nil {
		value = o.walk(a, nil, response.Value.Content.Get("application/json").Schema, value)
	}
	plain, err := json.Marshal(value)
	if err != nil {
		o.wrong = append(o.wrong, a.ID+": the response cannot be written as JSON again.")
		return
	}
	for _, violation := range a.CheckResponse(a.status, a.header, plain) {
		o.wrong = append(o.wrong, fmt.Sprintf("%s: HTTP %d: %s %s.", a.ID, a.status, where(violation.Field), safely(violation.Reason)))
	}
}

// walk notes the differences in a value, and returns it in the document's spelling without unknown fields.
func (o *observed) walk(a answer, path []string, ref *openapi3.SchemaRef, value any) any {
	schema := ref.Value
	switch value := value.(type) {
	case []any:
		if schema.Items != nil {
			for i := range value {
				value[i] = o.walk(a, path, schema.Items, value[i])
			}
		}
	case map[string]any:
		if len(schema.Properties) == 0 {
			return map[string]any{} // a map, whose keys the shop chooses
		}
		known := map[string]any{}
		for key, each := range value {
			name := camelCase(key)
			property := schema.Properties[name]
			switch {
			case property != nil:
			case schema.AdditionalProperties.Schema != nil, schema.AdditionalProperties.Has != nil && *schema.AdditionalProperties.Has:
				continue // such as the fields of an error's details
			default:
				o.unknown = append(o.unknown, a.ID+": "+strings.Join(append(slices.Clone(path), shown(key)), "."))
				continue
			}
			if strings.Contains(key, "_") {
				o.snake++
			} else if strings.ToLower(key) != key {
				o.camel++
			}
			known[name] = o.walk(a, append(slices.Clone(path), name), property, each)
		}
		return known
	case nil:
	default:
		return o.scalar(a, path, schema, value)
	}
	return value
}

// scalar does what walk does for a string, number or boolean.
func (o *observed) scalar(a answer, path []string, schema *openapi3.Schema, value any) any {
	name := ""
	if len(path) > 0 {
		name = path[len(path)-1]
	}
	number, isNumber := value.(json.Number)
	switch {
	case schema.Type.Is("string") && schema.Format == "int64":
		kind := "string"
		if isNumber {
			kind, value = "number", number.String()
		}
		note(&o.integers, name)[kind] = true
	case len(contract.KnownValues(schema)) > 0:
		if a.ID == "GetPaymentEvent" && name == "status" {
			set(&o.statuses, shown(fmt.Sprint(value)))
		}
		if known := contract.KnownValues(schema); !slices.Contains(known, value) {
			o.unknownValues = append(o.unknownValues, a.ID+": "+strings.Join(path, ".")+" "+shown(fmt.Sprint(value)))
			value = known[0]
		}
	case a.ID == "ConvertPrices" && name == "taxRate":
		switch text := fmt.Sprint(value); {
		case strings.HasPrefix(text, "0.") && strings.Trim(text, "0.") != "":
			set(&o.taxRates, "a fraction of one")
		case strings.Trim(text, "0.") != "":
			set(&o.taxRates, "a percentage")
		}
	}
	return value
}

func set(m *map[string]bool, key string) {
	if *m == nil {
		*m = map[string]bool{}
	}
	(*m)[key] = true
}

func note(m *map[string]map[string]bool, key string) map[string]bool {
	if *m == nil {
		*m = map[string]map[string]bool{}
	}
	if (*m)[key] == nil {
		(*m)[key] = map[string]bool{}
	}
	return (*m)[key]
}

// name matches the names of fields and enum values. Other texts may be ids, so they are not printed.
var name = regexp.MustCompile(`^(@?[a-z][A-Za-z]{0,40}|[a-z]{1,20}(_[a-z]{1,20}){0,5}|[A-Z]{1,20}(_[A-Z]{1,20}){0,8}|[0-9]{1,2})$`)

func shown(text string) string {
	if name.MatchString(text) {
		return text
	}
	return "(a name that is not shown)"
}

// reason matches violations that hold no value of the response.
var reason = regexp.MustCompile(`^(property "[A-Za-z]+" is missing|value must be an? [a-z]+)$`)

func safely(text string) string {
	if reason.MatchString(text) {
		return text
	}
	return "is not as the document says"
}

func where(field string) string {
	if field == "" {
		return "the body:"
	}
	return field + ":"
}

// camelCase turns snake_case into camelCase.
func camelCase(key string) string {
	words := strings.Split(key, "_")
	for i, word := range words[1:] {
		if word != "" {
			words[i+1] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}
