package rules

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stash-sdk/stash-go/internal/transport"
)

// clientParameters refuses parameters that would not be sent, or not as the document says.
func clientParameters(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Shaped) {
		for _, p := range op.parameters() {
			switch {
			case p.AllowEmptyValue:
				f.add(p.Pointer+"/allowEmptyValue", p.Where, "allowEmptyValue is not supported; remove it, and send an empty string")
			case len(p.Content) > 0:
				if p.In != "query" || len(p.Content) != 1 || p.Content["application/json"] == nil || p.Content["application/json"].Schema == nil {
					f.add(p.Pointer+"/content", p.Where, "content is supported only in the query, as application/json; give it a schema")
				}
			case p.Schema == nil || p.Schema.Value.Type == nil || len(p.Schema.Value.Type.Slice()) != 1 || opaque(p.Schema.Value):
				f.add(p.Pointer, p.Where, "it must have a schema of one type")
			default:
				f.parameter(p)
			}
		}
	}
	return f.found
}

func (f *finder) parameter(p parameter) {
	s := p.Schema.Value
	if s.Format == "byte" {
		f.add(p.Pointer+"/schema/format", p.Where, "format byte is not supported in a parameter; write it as a string without a format")
	}
	switch p.In {
	case "header":
		f.headerParameter(p)
	case "path":
		f.path(p)
	case "cookie":
		f.cookie(p)
	case "query":
		f.query(p)
	}
}

func (f *finder) path(p parameter) {
	s := p.Schema.Value
	_, segments := p.Extensions["x-stash-segments"]
	switch {
	case !scalar(s) && !s.Type.Is("array"):
		f.add(p.Pointer+"/schema", p.Where, "a path parameter must be a string, a number, a boolean or a list of those; write a parameter for each value")
	case s.Type.Is("array") && !listable(s.Items):
		f.add(p.Pointer+"/schema/items", p.Where, "a list in a path may hold strings and numbers; write it as one of those")
	case Styled(p.Parameter) && segments:
		f.add(p.Pointer+"/style", p.Where, "x-stash-segments is for one text in the style simple; remove it, or the style")
	case Styled(p.Parameter) && scalar(s) && !listable(p.Schema):
		f.add(p.Pointer+"/style", p.Where, "style "+p.Style+" is supported for strings and numbers; write simple, or no style")
	}
}

// Styled tells path parameters that are more than their text.
func Styled(p *openapi3.Parameter) bool {
	return p.Style == "label" || p.Style == "matrix" || p.Schema.Value.Type.Is("array")
}

func (f *finder) cookie(p parameter) {
	switch {
	case !scalar(p.Schema.Value):
		f.add(p.Pointer+"/schema", p.Where, "a cookie must be a string, a number or a boolean; write a parameter for each value")
	case strings.ContainsFunc(p.Name, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r) }):
		f.add(p.Pointer, p.Where, "HTTP allows no cookie of this name; write letters, digits and dashes")
	}
}

// scalar tells values that are one text on the wire.
func scalar(s *openapi3.Schema) bool {
	return s.Type.Is("string") || s.Type.Is("integer") || s.Type.Is("number") || s.Type.Is("boolean")
}

// listable tells what a list in a parameter may hold: values that the generator's runtime writes as they are.
func listable(s *openapi3.SchemaRef) bool {
	return s != nil && scalar(s.Value) && !(s.Value.Type.Is("string") && slices.Contains([]string{"date-time", "byte", "int64"}, s.Value.Format))
}

// ours are the headers that the transport sets itself, or that belong to a connection.
var ours = []string{
	"Accept", "Content-Type", "Authorization", "User-Agent", "Content-Length", "Host", "Connection", "Keep-Alive", "Transfer-Encoding", "Te", "Trailer",
	"Upgrade", "Proxy-Authorization", "Proxy-Connection", "Cookie", "Expect", "Accept-Encoding", "Content-Encoding", "Idempotency-Key", "X-Idempotency-Key",
}

func (f *finder) headerParameter(p parameter) {
	name := http.CanonicalHeaderKey(p.Name)
	credential := false
	for _, header := range transport.SchemeHeaders() {
		credential = credential || header == name
	}
	switch s := p.Schema.Value; {
	case credential:
		f.add(p.Pointer, p.Where, "this header carries a credential; say it in security, and remove the parameter")
	case name == "Idempotency-Key" || name == "X-Idempotency-Key":
		f.add(p.Pointer, p.Where, "net/http repeats a request with this header by itself, and counts on the server to drop the second one; leave it out")
	case slices.Contains(ours, name):
		f.add(p.Pointer, p.Where, "the SDK or net/http sets this header; remove the parameter")
	case strings.ContainsFunc(p.Name, func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r) }):
		f.add(p.Pointer, p.Where, "HTTP allows no header of this name; write letters, digits and dashes")
	case s.Type.Is("array") && !listable(s.Items):
		f.add(p.Pointer+"/schema/items", p.Where, "a list in a header may hold strings and numbers; write it as one of those")
	case !scalar(s) && !s.Type.Is("array"):
		f.add(p.Pointer+"/schema", p.Where, "an object in a header is not supported; write a parameter for each value")
	}
}

func (f *finder) query(p parameter) {
	s := p.Schema.Value
	exploded := p.Explode != nil && *p.Explode
	switch {
	case (p.Style == "spaceDelimited" || p.Style == "pipeDelimited") && (exploded || !s.Type.Is("array")):
		f.add(p.Pointer+"/style", p.Where, "style "+p.Style+" is supported only for a list with explode: false; write form")
	case p.Style == "deepObject" && (!s.Type.Is("object") || p.Explode != nil && !exploded):
		f.add(p.Pointer+"/style", p.Where, "style deepObject is supported only for an object with explode: true; write form")
	case p.AllowReserved && !s.Type.Is("string"):
		f.add(p.Pointer+"/allowReserved", p.Where, "allowReserved is supported only for a string; remove it")
	case s.Type.Is("array") && !listable(s.Items):
		f.add(p.Pointer+"/schema/items", p.Where, "a list in a query may hold strings and numbers; write it as one of those")
	case s.Type.Is("object") && p.Style != "deepObject":
		f.add(p.Pointer, p.Where, "an object in a query must have style deepObject; write that, or a parameter for each property")
	case s.Type.Is("object"):
		f.deepObject(p)
	}
}

// deepObject refuses what the generator's runtime does not write into brackets.
func (f *finder) deepObject(p parameter) {
	if len(p.Schema.Value.Properties) == 0 {
		f.add(p.Pointer+"/schema", p.Where, "an object in a query must have properties; write a parameter for each value")
	}
	for name, of := range p.Schema.Value.Properties {
		if !scalar(of.Value) || slices.Contains([]string{"date-time", "byte", "int64"}, of.Value.Format) && of.Value.Type.Is("string") {
			f.add(p.Pointer+"/schema", p.Where, fmt.Sprintf("its property %s must be a string or a number; write a parameter for it", name))
		}
	}
}
