package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// extensionsAreKnown refuses extensions of ours that say what the templates do not know.
func extensionsAreKnown(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Shaped) {
		repeat := extension(op, "x-stash-repeat")
		switch {
		case !slices.Contains(repeats, repeat):
			f.add(op.Pointer+"/x-stash-repeat", op.Where, "x-stash-repeat must be one of "+strings.Join(repeats, ", "))
		case repeat == "with-transaction-id" && !hasTransactionID(op):
			f.add(op.Pointer+"/x-stash-repeat", op.Where, "x-stash-repeat is with-transaction-id, and its request body has no string transactionId; write never")
		}
	}
	schemas(d.Shaped, func(s schema) {
		if s.Ref != "" {
			return
		}
		for _, name := range []string{"x-stash-exactly-one-of", "x-stash-at-least-one-of", "x-stash-must-have"} {
			f.propertyNames(s, name)
		}
		if numbers, ok := s.Value.Extensions["x-stash-enum-numbers"].([]any); s.Value.Extensions["x-stash-enum-numbers"] != nil && (!ok || len(numbers) < len(s.Value.Enum)) {
			f.add(s.Pointer+"/x-stash-enum-numbers", s.Where, "x-stash-enum-numbers must have a number for each value of the enum")
		}
		f.predicates(s)
	})
	return f.found
}

// jsonBody returns an operation's request schema; nil when it has none.
func jsonBody(op operation) *openapi3.Schema {
	if op.RequestBody == nil {
		return nil
	}
	media := op.RequestBody.Value.Content["application/json"]
	if media == nil || media.Schema == nil {
		return nil
	}
	return media.Schema.Value
}

func hasTransactionID(op operation) bool {
	s := jsonBody(op)
	if s == nil || s.Properties["transactionId"] == nil {
		return false
	}
	id := s.Properties["transactionId"].Value
	return id.Type.Is("string") && id.Format == "" && len(id.Enum) == 0
}

// propertyNames refuses an extension that lists a property which the schema does not have.
func (f *finder) propertyNames(s schema, name string) {
	value := s.Value.Extensions[name]
	if value == nil {
		return
	}
	list, ok := value.([]any)
	if !ok || len(list) == 0 {
		f.add(s.Pointer+"/"+name, s.Where, name+" must be a list of its properties")
	}
	for _, entry := range list {
		of := s.Value.Properties[fmt.Sprint(entry)]
		switch {
		case of == nil:
			f.add(s.Pointer+"/"+name, s.Where, fmt.Sprintf("%s names %v, which is not among its properties", name, entry))
		case name == "x-stash-must-have" && !of.Value.Type.Is("string"):
			f.add(s.Pointer+"/"+name, s.Where, fmt.Sprintf("%s names %v, which is not a string", name, entry))
		}
	}
}

func (f *finder) predicates(s schema) {
	value := s.Value.Extensions["x-stash-predicates"]
	if value == nil {
		return
	}
	all, ok := value.(map[string]any)
	for name, entry := range all {
		predicate, _ := entry.(map[string]any)
		values, _ := predicate["values"].([]any)
		description, _ := predicate["description"].(string)
		if len(values) == 0 || description == "" {
			f.add(s.Pointer+"/x-stash-predicates", s.Where, "x-stash-predicates: "+name+" needs values and a description")
		}
	}
	if !ok || len(s.Value.Enum) == 0 {
		f.add(s.Pointer+"/x-stash-predicates", s.Where, "x-stash-predicates must stand at an enum, and give each name its values")
	}
}

// pagingIsComplete refuses paging of which the iterator cannot be made.
func pagingIsComplete(d *Document) []Refusal {
	f := finder{d: d}
	lists := map[string]string{}
	for _, op := range operations(d.Shaped) {
		value := op.Extensions["x-stash-paging"]
		if value == nil {
			continue
		}
		at := op.Pointer + "/x-stash-paging"
		paging, _ := value.(map[string]any)
		text := func(name string) string { s, _ := paging[name].(string); return s }
		if style := text("style"); style != "offset" && style != "token" {
			f.add(at, op.Where, fmt.Sprintf("x-stash-paging: style is %q; write offset or token", style))
		}
		f.pagingParameter(op, at, text("parameter"), text("style"))
		f.pagingAnswer(op, at, text("items"), text("next"), text("style"))
		if other := lists[text("items")]; other != "" {
			f.add(at, op.Where, "x-stash-paging: "+other+" lists "+text("items")+" too, and both would be the method All…; give one property another name")
		}
		lists[text("items")] = op.Where
	}
	return f.found
}

func (f *finder) pagingParameter(op operation, at, name, style string) {
	for _, p := range op.parameters() {
		if p.In != "query" || p.Name != name || p.Schema == nil {
			continue
		}
		s := p.Schema.Value
		if p.Required || p.Schema.Ref != "" || style == "offset" && !s.Type.Is("integer") || style == "token" && (!s.Type.Is("string") || s.Format != "") {
			f.add(at, op.Where, "x-stash-paging: the parameter "+name+" must be optional, an integer for offset and a string for token")
		}
		return
	}
	f.add(at, op.Where, fmt.Sprintf("x-stash-paging: the parameter %q is not among its query parameters", name))
}

func (f *finder) pagingAnswer(op operation, at, items, next, style string) {
	answer := op.Responses.Value("200")
	if answer == nil || answer.Value.Content["application/json"] == nil || answer.Value.Content["application/json"].Schema == nil {
		return // clientAnswers refuses it
	}
	s := answer.Value.Content["application/json"].Schema.Value
	list, cursor := s.Properties[items], s.Properties[next]
	if list == nil || !list.Value.Type.Is("array") || list.Value.Items == nil || !strings.HasPrefix(list.Value.Items.Ref, "#/components/schemas/") {
		f.add(at, op.Where, fmt.Sprintf("x-stash-paging: items is %q, which must be a property of the 200 response that lists a $ref", items))
	}
	if cursor == nil || style == "offset" && !cursor.Value.Type.Is("integer") || style == "token" && !cursor.Value.Type.Is("string") {
		f.add(at, op.Where, fmt.Sprintf("x-stash-paging: next is %q, which must be a property of the 200 response, an integer for offset and a string for token", next))
	}
}
