package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
)

// Exchange compares a request and its response with their operation.
type Exchange struct {
	*Operation
	Params map[string]string // path values, unescaped

	route *routers.Route
	req   *http.Request
	input *openapi3filter.RequestValidationInput
}

func options() *openapi3filter.Options {
	return &openapi3filter.Options{
		MultiError:                        true,
		IncludeResponseStatus:             true,
		RejectWhenRequestBodyNotSpecified: true,
		SkipSettingDefaults:               true,
		AuthenticationFunc:                openapi3filter.NoopAuthenticationFunc,
		ExcludeReadOnlyValidations:        true,
		ExcludeWriteOnlyValidations:       true,
	}
}

// CheckRequest returns the violations of a request with the given body. It does not check credentials.
func (x *Exchange) CheckRequest(body []byte) []Violation {
	req := x.req.Clone(x.req.Context())
	req.Body = io.NopCloser(bytes.NewReader(body))
	if len(body) == 0 {
		req.Body = http.NoBody
	}
	x.input = &openapi3filter.RequestValidationInput{Request: req, PathParams: x.Params, Route: x.route, Options: options()}
	found := violations(openapi3filter.ValidateRequest(req.Context(), x.input))
	found = append(found, x.checkQuery()...)
	if x.Spec.RequestBody != nil && len(found) == 0 {
		schema := x.Spec.RequestBody.Value.Content.Get("application/json").Schema
		found = append(found, dependencies(schema, body)...)
	}
	return found
}

// checkQuery returns what the validator does not check: a query that cannot be read, parameters that the operation does not
// have, and several values for a parameter that takes one.
func (x *Exchange) checkQuery() (found []Violation) {
	query, err := url.ParseQuery(x.req.URL.RawQuery)
	if err != nil {
		return []Violation{{"", "the query cannot be read: " + err.Error()}}
	}
	for name, values := range query {
		parameter := x.Spec.Parameters.GetByInAndName("query", name)
		if parameter == nil {
			parameter = x.route.PathItem.Parameters.GetByInAndName("query", name)
		}
		switch {
		case parameter == nil:
			found = append(found, Violation{name, "is not a query parameter of " + x.ID})
		case len(values) > 1 && !parameter.Schema.Value.Type.Is("array"):
			found = append(found, Violation{name, "is in the query twice"})
		case values[0] != "": // sent and empty is left to the validator
			if violation, unknown := unknownValue(parameter.Schema.Value, values[0], name); unknown {
				found = append(found, violation)
			}
		}
	}
	return found
}

// CheckResponse returns the violations of a response.
func (x *Exchange) CheckResponse(status int, header http.Header, body []byte) []Violation {
	declared := x.Spec.Responses.Status(status)
	switch {
	case declared == nil && status < 300:
		return []Violation{{"", fmt.Sprintf("HTTP %d is not a success that %s declares", status, x.ID)}}
	case declared != nil && len(declared.Value.Content) == 0 && len(body) > 0:
		return []Violation{{"", fmt.Sprintf("HTTP %d of %s has no body in the document", status, x.ID)}}
	}
	input := x.input
	if input == nil { // CheckRequest was not called
		input = &openapi3filter.RequestValidationInput{Request: x.req, PathParams: x.Params, Route: x.route, Options: options()}
	}
	return violations(openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input,
		Status:                 status,
		Header:                 header,
		Body:                   io.NopCloser(bytes.NewReader(body)),
		Options:                options(),
	}))
}

// Scheme is a way to authenticate.
type Scheme struct {
	ID     string // name in the document
	Header string
}

// Schemes returns the security schemes that the operation accepts, in the document's order. It is empty when no
// credential is needed.
func (op *Operation) Schemes() []Scheme {
	security := &op.doc.Security
	if op.Spec.Security != nil {
		security = op.Spec.Security
	}
	var schemes []Scheme
	for _, alternative := range *security {
		for name := range alternative {
			scheme := Scheme{ID: name, Header: "Authorization"}
			if definition := op.doc.Components.SecuritySchemes[name].Value; definition.Type == "apiKey" {
				scheme.Header = definition.Name
			}
			schemes = append(schemes, scheme)
		}
	}
	return schemes
}

// Example returns the example of the operation's 200 response.
func (op *Operation) Example() (json.RawMessage, error) {
	response := op.Spec.Responses.Status(http.StatusOK)
	if response == nil {
		return nil, fmt.Errorf("contract: %s has no 200 response", op.ID)
	}
	example, ok := firstExample(response.Value.Content.Get("application/json"))
	if !ok {
		return nil, fmt.Errorf("contract: the 200 response of %s has no example", op.ID)
	}
	return json.Marshal(example)
}

// RequestExample returns the example of the operation's request body, or nil when it has no body.
func (op *Operation) RequestExample() (json.RawMessage, error) {
	if op.Spec.RequestBody == nil {
		return nil, nil
	}
	example, ok := firstExample(op.Spec.RequestBody.Value.Content.Get("application/json"))
	if !ok {
		return nil, fmt.Errorf("contract: the request of %s has no example", op.ID)
	}
	return json.Marshal(example)
}

func firstExample(media *openapi3.MediaType) (any, bool) {
	if media == nil {
		return nil, false
	}
	if media.Example != nil {
		return media.Example, true
	}
	names := make([]string, 0, len(media.Examples))
	for name := range media.Examples {
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil, false
	}
	slices.Sort(names)
	return media.Examples[names[0]].Value.Value, true
}
