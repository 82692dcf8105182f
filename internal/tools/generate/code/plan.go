package code

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
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
