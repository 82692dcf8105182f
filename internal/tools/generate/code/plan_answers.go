package code

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// answer is a success of one status, where the successes of an operation have several types.
type answer struct {
	Status string // as the document has it: 200, or 2XX
	Field  string // of the result
	Type   string // Go type; empty for a success without a body
	Shape  string // Go expression
}

// answers plans a result with a field for each status.
func (p *plan) answers(op codegen.OperationDefinition) {
	p.Result, p.Media, p.Accept = op.OperationId+"Answer", "JSON", ""
	for _, response := range op.Responses {
		if !strings.HasPrefix(response.StatusCode, "2") {
			continue
		}
		one := answer{Status: response.StatusCode, Field: "Other"}
		if status, err := strconv.Atoi(response.StatusCode); err == nil {
			one.Field = codegen.SchemaNameToTypeName(http.StatusText(status))
			if one.Field == "" {
				one.Field = "Status" + response.StatusCode
			}
		}
		if len(response.Contents) > 0 {
			content := response.Contents[0]
			one.Type = content.Schema.TypeDecl()
			one.Shape = shapeOf(op.Spec.Responses.Value(response.StatusCode).Value.Content[content.ContentType].Schema)
		}
		p.Answers = append(p.Answers, one)
	}
	slices.SortFunc(p.Answers, func(a, b answer) int { return strings.Compare(a.Status, b.Status) })
}

// answer plans what a success is read into. The rules leave one content type to each success, and one type to all.
func (p *plan) answer(op codegen.OperationDefinition) {
	if len(rules.TypesOf(op.Spec)) > 1 && op.Method != http.MethodHead {
		p.answers(op)
		return
	}
	for _, response := range op.Responses {
		if !strings.HasPrefix(response.StatusCode, "2") {
			continue
		}
		if len(response.Contents) == 0 {
			p.Empty = true
			continue
		}
		content := response.Contents[0]
		switch {
		case rules.IsJSON(content.ContentType):
			p.json(content, op.Spec.Responses.Value(response.StatusCode).Value.Content[content.ContentType].Schema)
		case strings.HasPrefix(content.ContentType, "text/"):
			p.Result, p.Value, p.Media, p.Accept = "string", true, "Text", content.ContentType
		default:
			p.Result, p.Value, p.Media, p.Accept = "[]byte", true, "Bytes", content.ContentType
		}
	}
	if p.Result == "" || op.Method == http.MethodHead {
		*p = plan{Path: p.Path, Checks: p.Checks, Query: p.Query, Header: p.Header, Media: "None"}
	}
}

func (p *plan) json(content codegen.ResponseContentDefinition, ref *openapi3.SchemaRef) {
	of := ref.Value
	p.Result = content.Schema.TypeDecl()
	if content.ContentType != "application/json" {
		p.Accept = content.ContentType
	}
	for _, name := range list(of.Extensions["x-stash-must-have"]) {
		p.MustHave = append(p.MustHave, fmt.Sprint(name))
	}
	if of.Extensions["x-go-type"] == nil {
		p.Shape = shapeOf(ref)
		if p.Shape == "nil" {
			p.Shape = ""
		}
		p.Empty = p.Empty || of.Type.Is("object") && len(of.Properties) == 0
	}
	if !isObject(of) {
		p.Value, p.Media = true, "JSON"
	}
}

func list(extension any) []any {
	entries, _ := extension.([]any)
	return entries
}

// isObject tells objects, which methods return by a pointer.
func isObject(of *openapi3.Schema) bool {
	return of.Extensions["x-go-type"] != nil || of.Type.Is("object") && !(len(of.Properties) == 0 && isFree(of)) || len(of.AllOf)+len(of.OneOf)+len(of.AnyOf) > 0
}
