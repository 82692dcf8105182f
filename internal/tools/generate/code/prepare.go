package code

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// prepare writes a client's document so that the generator does with every way to write something what it does with one.
func prepare(doc *openapi3.T, kind rules.Kind) {
	if kind != rules.Client {
		return
	}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			op.Parameters = own(op.Parameters, item.Parameters)
			if op.RequestBody != nil {
				op.RequestBody = &openapi3.RequestBodyRef{Value: oneBody(op.RequestBody.Value)}
			}
			for status, ref := range op.Responses.Map() {
				if strings.HasPrefix(status, "2") {
					op.Responses.Set(status, &openapi3.ResponseRef{Value: oneAnswer(ref.Value)})
				}
			}
		}
		item.Parameters = nil
	}
}

// own are an operation's parameters with those of its path that it does not replace. Each is a copy, because the
// generator forgets what is said of a shared one: an unset optional parameter is not sent, so its zero value must differ.
func own(params, ofPath openapi3.Parameters) (list openapi3.Parameters) {
	for _, ref := range slices.Concat(params, ofPath) {
		p := *ref.Value
		if list.GetByInAndName(p.In, p.Name) != nil {
			continue
		}
		p.Extensions = maps.Clone(p.Extensions)
		if p.Extensions == nil {
			p.Extensions = map[string]any{}
		}
		switch {
		case p.In != "path":
			p.Extensions["x-go-type-skip-optional-pointer"] = false
		case slices.Contains(reserved, strings.ToLower(p.Name)) && p.Extensions["x-go-name"] == nil:
			p.Extensions["x-go-name"] = p.Name + "Value"
		}
		if p.Explode == nil && (p.Style == "pipeDelimited" || p.Style == "spaceDelimited") {
			p.Explode = new(bool) // which is true by itself only in the style form
		}
		list = append(list, &openapi3.ParameterRef{Value: &p})
	}
	return list
}

// reserved are the names that methods use themselves, and those of packages and of Go that they need.
var reserved = []string{
	"ctx", "c", "params", "body", "editors", "query", "header", "wrong", "form", "err", "transport", "wire", "runtime", "strconv", "time", "context",
	"string", "nil", "int64", "fmt", "json", "http", "gen", "iter", "len", "error", "errors", "math", "url", "true", "false", "any", "field", "value",
	"page", "at", "int", "bool", "float64",
}

// oneBody is a request body in one content type, JSON if it has it.
func oneBody(b *openapi3.RequestBody) *openapi3.RequestBody {
	one := *b
	one.Content = only(b.Content)
	return &one
}

// oneAnswer is a response in one content type, JSON if it has it. The SDK asks for that one.
func oneAnswer(r *openapi3.Response) *openapi3.Response {
	one := *r
	one.Content = only(r.Content)
	return &one
}

func only(content openapi3.Content) openapi3.Content {
	media := rules.Preferred(content)
	if media == "" {
		return nil
	}
	return openapi3.Content{media: content[media]}
}
