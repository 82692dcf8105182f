package code

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// plan is what the templates need to know of an operation beside what the generator tells them.
type plan struct {
	Result   string // Go type; empty for an operation that answers nothing
	Value    bool   // the method returns the result itself, not a pointer
	Media    string // constant of package transport; empty for a JSON object
	Accept   string
	Shape    string   // Go expression; empty for none
	Empty    bool     // a success may have no body
	Answers  []answer // by status, where they have several types
	MustHave []string // properties without which an object is no answer

	Together []string // Go expressions of sets of security schemes, where one has several

	Path   []string // Go expressions of the path's values
	Checks []string // Go expressions of the errors of parameters and body
	Query  []sent
	Header []sent

	Body          *codegen.RequestBodyDefinition
	BodyType      string // of the method's argument; empty where the body has nothing to say
	BodyValue     string // Go expression of what the transport encodes
	BodyForm      bool   // which must be encoded as a form first
	BodyMultipart bool   // and as one with files
	ContentType   string
}

// Wrong reports whether something of the call is checked, or may fail to be written.
func (p plan) Wrong() bool {
	fails := func(s sent) bool { return s.Fails || len(s.Checks) > 0 }
	styled := func(value string) bool { return strings.HasPrefix(value, "transport.PathStyle(") }
	return len(p.Checks) > 0 || p.BodyForm || slices.ContainsFunc(p.Path, styled) || slices.ContainsFunc(p.Query, fails) || slices.ContainsFunc(p.Header, fails)
}

// Do is the function of package transport that makes the call.
func (p plan) Do() string {
	switch {
	case p.Result == "":
		return "DoNothing"
	case p.Value:
		return "DoValue[" + p.Result + "]"
	}
	return "Do[" + p.Result + "]"
}

// sent is a query or header parameter and how it is written.
type sent struct {
	Field   string // of the parameters
	Pointer bool   // it is left out when nil
	Checks  []string
	Add     string // Go statement that adds it
	Fails   bool   // Add is an expression of an error
}

// planOf plans an operation.
func planOf(op codegen.OperationDefinition) (plan, error) {
	var p plan
	for _, param := range op.PathParams {
		value := param.GoVariableName()
		p.Path = append(p.Path, pathOf(param, value))
		p.Checks = append(p.Checks, parameterChecks(strconv.Quote(param.ParamName), value, param)...)
	}
	for _, param := range op.QueryParams {
		p.Query = append(p.Query, queryOf(param))
	}
	for _, param := range op.HeaderParams {
		p.Header = append(p.Header, headerOf(param, "Set"))
	}
	for _, param := range op.CookieParams {
		p.Header = append(p.Header, headerOf(param, "Cookie"))
	}
	p.answer(op)
	p.body(op)
	p.Together = together(op)
	return p, nil
}

// together are an operation's alternatives of security schemes, if one of them needs several at once.
func together(op codegen.OperationDefinition) (sets []string) {
	if op.Spec.Security == nil {
		return nil
	}
	several := false
	for _, alternative := range *op.Spec.Security {
		var names []string
		for _, name := range slices.Sorted(maps.Keys(alternative)) {
			names = append(names, "transport.Scheme"+codegen.SchemaNameToTypeName(name))
		}
		several = several || len(names) > 1
		sets = append(sets, cmp.Or(strings.Join(names, " | "), "0"))
	}
	if !several {
		return nil
	}
	return sets
}

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
			with = fmt.Sprintf("query.List(%s, len(%s))", name, value)
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

// body plans what is sent as the request body.
func (p *plan) body(op codegen.OperationDefinition) {
	if len(op.Bodies) == 0 {
		return
	}
	body := op.Bodies[0]
	p.Body = &body
	if body.ContentType != "application/json" {
		p.ContentType = body.ContentType
	}
	of := body.Schema.OAPISchema
	switch {
	case rules.IsJSON(body.ContentType):
		p.jsonBody(body)
	case body.ContentType == "application/x-www-form-urlencoded", body.ContentType == "multipart/form-data":
		p.BodyMultipart = body.ContentType == "multipart/form-data"
		p.BodyType, p.BodyValue, p.BodyForm = body.Schema.TypeDecl(), "&body", true
		p.Checks = append(p.Checks, checks(`"body"`, "body", body.Schema, true, 0)...)
	case strings.HasPrefix(body.ContentType, "text/"):
		p.BodyType, p.BodyValue = "string", "transport.Encoded(body)"
		if of != nil {
			p.Checks = append(p.Checks, checks(`"body"`, "body", body.Schema, true, 0)...)
		}
	default:
		p.BodyType, p.BodyValue = "[]byte", "transport.Encoded(body)"
	}
}

func (p *plan) jsonBody(body codegen.RequestBodyDefinition) {
	of := body.Schema.OAPISchema
	opaque := of.Extensions["x-go-type"] != nil
	if !opaque && of.Type.Is("object") && len(of.Properties) == 0 && of.AdditionalProperties.Schema == nil && !isFree(of) {
		p.BodyValue = "struct{}{}"
		return
	}
	p.BodyType, p.BodyValue = body.Schema.TypeDecl(), "body"
	checked := isStruct(body.Schema) // by the transport
	if !body.Required {
		p.BodyType, p.BodyValue = "*"+p.BodyType, "transport.Optional(body)"
		return
	}
	if !opaque && checked {
		p.BodyValue = "&body"
	}
	if !checked {
		p.Checks = append(p.Checks, checks(`"body"`, "body", body.Schema, true, 0)...)
	}
}
