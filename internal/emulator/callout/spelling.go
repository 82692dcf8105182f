package callout

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// oldBody writes a body as older senders do.
func oldBody(op *contract.Operation, body []byte) []byte {
	if op.Spec.RequestBody == nil || body == nil {
		return body
	}
	return respell(op.Spec.RequestBody.Value.Content.Get("application/json").Schema, body, true)
}

func oldQuery(op *contract.Operation, query url.Values) url.Values {
	old := url.Values{}
	for name, values := range query {
		text := values[0]
		if parameter := op.Spec.Parameters.GetByInAndName("query", name); parameter != nil {
			if number, ok := enumNumber(parameter.Schema.Value, text); ok {
				text = number
			}
		}
		old.Set(contract.SnakeCase(name), text)
	}
	return old
}

// plainBody turns enum numbers in a response into names. Stash reads both.
func plainBody(op *contract.Operation, status int, body []byte) []byte {
	response := op.Spec.Responses.Status(status)
	if response == nil {
		return body
	}
	return respell(response.Value.Content.Get("application/json").Schema, body, false)
}

// respell rewrites JSON from one spelling to the other. It leaves other text unchanged; the schema check refuses it.
func respell(schema *openapi3.SchemaRef, body []byte, old bool) []byte {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil || decoder.More() {
		return body
	}
	out, err := json.Marshal(respelled(schema, value, old))
	if err != nil {
		return body
	}
	return out
}

func respelled(ref *openapi3.SchemaRef, value any, old bool) any {
	if ref == nil || ref.Value == nil {
		return value
	}
	schema := ref.Value
	switch value := value.(type) {
	case map[string]any:
		if len(schema.Properties) == 0 {
			return value // the keys are the caller's own
		}
		out := make(map[string]any, len(value))
		for name, each := range value {
			key := name
			if old {
				key = contract.SnakeCase(name)
			}
			out[key] = respelled(schema.Properties[name], each, old)
		}
		return out
	case []any:
		for i, each := range value {
			value[i] = respelled(schema.Items, each, old)
		}
	case string:
		if number, ok := enumNumber(schema, value); ok && old {
			return json.Number(number)
		}
		if old && schema.Type.Is("string") && schema.Format == "int64" {
			return json.Number(value)
		}
	case json.Number:
		if name, ok := contract.EnumName(schema, value.String()); ok && !old {
			return name
		}
	}
	return value
}

func enumNumber(schema *openapi3.Schema, name string) (string, bool) {
	numbers, _ := schema.Extensions["x-stash-enum-numbers"].([]any)
	for i, known := range contract.KnownValues(schema) {
		if known == name && i < len(numbers) {
			return fmt.Sprint(numbers[i]), true
		}
	}
	return "", false
}
