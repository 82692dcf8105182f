package rules

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// clientPaths refuses operations that would go to another address than they say, or cannot be made a method of.
func clientPaths(d *Document) []Refusal {
	f := finder{d: d}
	for i, server := range d.Shaped.Servers {
		if len(server.Variables) > 0 {
			f.add(fmt.Sprintf("/servers/%d", i), "server "+server.URL, "variables in a server's URL are not supported; write each server with its whole URL")
		}
	}
	for _, op := range operations(d.Shaped) {
		if strings.ContainsAny(op.Path, "?#") {
			f.add("/paths/"+escape(op.Path), op.Where, "the path has a ? or #, which is no part of a path; make it a query parameter")
		}
		seen := map[string]bool{}
		for _, found := range placeholder.FindAllStringSubmatch(op.Path, -1) {
			if seen[found[1]] {
				f.add("/paths/"+escape(op.Path), op.Where, "the path has the parameter "+found[1]+" twice; give the second one another name")
			}
			seen[found[1]] = true
		}
		if len(op.Item.Servers) > 0 || op.Servers != nil && len(*op.Servers) > 0 {
			f.add(op.Pointer+"/servers", op.Where, "servers of its own are not supported, because a credential goes only to the client's base URL; remove servers")
		}
		if op.OperationID == "" {
			f.add(op.Pointer, op.Where, "there is no operationId, which names its method and its errors; give it one")
		}
		if len(op.Callbacks) > 0 {
			f.add(op.Pointer+"/callbacks", op.Where, "callbacks are not supported; describe what Stash calls in gameserver.yaml or webhooks.yaml")
		}
		if op.Method == http.MethodTrace || op.Method == http.MethodConnect {
			f.add(op.Pointer, op.Where, "the method "+op.Method+" is not supported, because servers and proxies answer it themselves; use another method")
		}
	}
	return f.found
}

// clientParameters refuses parameters that would not be sent, or not as the document says.
func clientParameters(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Shaped) {
		for _, p := range op.parameters() {
			switch {
			case len(p.Content) > 0:
				f.add(p.Pointer+"/content", p.Where, "content is not supported in a parameter; give it a schema")
			case p.AllowReserved:
				f.add(p.Pointer+"/allowReserved", p.Where, "allowReserved is not supported, because every value is escaped; remove it")
			case p.AllowEmptyValue:
				f.add(p.Pointer+"/allowEmptyValue", p.Where, "allowEmptyValue is not supported; remove it, and send an empty string")
			case p.Schema == nil || opaque(p.Schema.Value):
				f.add(p.Pointer, p.Where, "it has no schema; give it one")
			default:
				f.parameter(p)
			}
		}
	}
	return f.found
}

func (f *finder) parameter(p parameter) {
	s := p.Schema.Value
	switch p.In {
	case "header":
		f.add(p.Pointer, p.Where, "header parameters are not supported; send it by a request editor, and say so in the description")
	case "cookie":
		f.add(p.Pointer, p.Where, "cookie parameters are not supported; send it by a request editor, and say so in the description")
	case "path":
		if p.Style != "" && p.Style != "simple" {
			f.add(p.Pointer+"/style", p.Where, "style "+p.Style+" is not supported in a path; write simple, or no style")
		}
		if !s.Type.Is("string") || len(s.Enum) > 0 || !slices.Contains([]string{"", "uuid", "email", "date", "uri"}, s.Format) {
			f.add(p.Pointer+"/schema", p.Where, "a path parameter must be a plain string; write type: string, and the rest into its pattern")
		}
	case "query":
		f.query(p)
	}
}

func (f *finder) query(p parameter) {
	s := p.Schema.Value
	if p.Ref != "" && !p.Required {
		f.add(p.Pointer, p.Where, "an optional parameter by $ref would always be sent; write it where it is used")
	}
	if p.Style == "spaceDelimited" || p.Style == "pipeDelimited" && (p.Explode == nil || *p.Explode) {
		f.add(p.Pointer+"/style", p.Where, "style "+p.Style+" is not supported; write form, with explode: false for one list of values")
	}
	switch {
	case s.Type == nil:
	case s.Type.Is("string") && (s.Format == "date-time" || s.Format == "int64" || s.Format == "byte"):
		f.add(p.Pointer+"/schema/format", p.Where, "format "+s.Format+" is not supported in a query; write it as a string without a format")
	case s.Type.Is("array"):
		if inner := s.Items.Value; !inner.Type.Is("string") && !inner.Type.Is("integer") && !inner.Type.Is("number") && !inner.Type.Is("boolean") || slices.Contains([]string{"date-time", "byte", "int64"}, inner.Format) && inner.Type.Is("string") {
			f.add(p.Pointer+"/schema/items", p.Where, "a list in a query may hold strings and numbers; write it as one of those")
		}
		if p.Required && s.MinItems == 0 {
			f.add(p.Pointer, p.Where, "a required list may be empty, and then it is not sent; give its schema minItems: 1, or make it optional")
		}
	case s.Type.Is("object") && p.Style != "deepObject":
		f.add(p.Pointer, p.Where, "an object in a query must have style deepObject; write that, or a parameter for each property")
	}
}

// clientBodies refuses request bodies that would be sent otherwise than the document says.
func clientBodies(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Shaped) {
		if op.RequestBody == nil {
			continue
		}
		at, where, b := op.Pointer+"/requestBody", op.Where+": request body", op.RequestBody.Value
		if !b.Required {
			f.add(at, where, "an optional body would always be sent; write required: true")
		}
		if op.Method == http.MethodGet || op.Method == http.MethodHead {
			f.add(at, where, "a "+op.Method+" has no body; write parameters, or use POST")
		}
		if media := onlyJSON(b.Content); media != "" {
			f.add(at+"/content", where, "the content type "+media+" is not supported; write application/json, and no other")
			continue
		}
		schema := b.Content["application/json"].Schema
		if schema == nil || !isObject(schema.Value) || schema.Ref == "" {
			f.add(at+"/content", where, "it must be a $ref to an object; put other values into a property of one")
		}
	}
	return f.found
}

// isObject tells objects that have a Go type of their own, or one from the overlay.
func isObject(s *openapi3.Schema) bool {
	return s != nil && (opaque(s) || s.Type.Is("object") && len(s.AllOf) == 0)
}

// onlyJSON returns a content type that is not plain JSON; nothing when there is one that is.
func onlyJSON(content openapi3.Content) string {
	for _, media := range slices.Sorted(maps.Keys(content)) {
		if media != "application/json" {
			return media
		}
	}
	if len(content) == 0 {
		return "none"
	}
	return ""
}

// clientAnswers refuses successes that cannot be read into one type.
func clientAnswers(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Shaped) {
		for _, status := range slices.Sorted(maps.Keys(op.Responses.Map())) {
			at, where := op.Pointer+"/responses/"+status, op.Where+": response "+status
			if !strings.HasPrefix(status, "2") {
				continue
			}
			if status != "200" {
				f.add(at, where, "a success must have the status 200; write that, or leave this one out")
				continue
			}
			content := op.Responses.Value(status).Value.Content
			if media := onlyJSON(content); media != "" {
				f.add(at, where, "the content type "+media+" is not supported; write application/json, and no other")
				continue
			}
			if schema := content["application/json"].Schema; schema == nil || schema.Ref == "" || !isObject(schema.Value) {
				f.add(at, where, "it must be a $ref to an object")
			}
		}
		if op.Responses.Value("200") == nil {
			f.add(op.Pointer+"/responses", op.Where, "there is no 200 response; say what a success looks like")
		}
		if op.Method == http.MethodHead {
			f.add(op.Pointer, op.Where, "a HEAD has no body to read; use GET")
		}
	}
	return f.found
}

// securityIsSimple refuses requirements that a client with one credential cannot meet.
func securityIsSimple(d *Document) []Refusal {
	f := finder{d: d}
	check := func(requirements openapi3.SecurityRequirements, at, where string) {
		for i, alternative := range requirements {
			here := fmt.Sprintf("%s/security/%d", at, i)
			if len(alternative) > 1 {
				f.add(here, where, "security asks for "+strings.Join(slices.Sorted(maps.Keys(alternative)), " and ")+
					" together, and a client has one credential; write them as alternatives, each with its own dash")
			}
			for name := range alternative {
				if d.Shaped.Components == nil || d.Shaped.Components.SecuritySchemes[name] == nil {
					f.add(here, where, "security names "+name+", which is not among components.securitySchemes; add it there")
				}
			}
		}
	}
	check(d.Shaped.Security, "", "")
	for _, op := range operations(d.Shaped) {
		if op.Security != nil {
			check(*op.Security, op.Pointer, op.Where)
		}
	}
	return f.found
}
