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

const formType = "application/x-www-form-urlencoded"

// clientBodies refuses request bodies that would be sent otherwise than the document says.
func clientBodies(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Shaped) {
		if op.RequestBody == nil {
			continue
		}
		at, where, b := op.Pointer+"/requestBody", op.Where+": request body", op.RequestBody.Value
		if op.Method == http.MethodGet || op.Method == http.MethodHead {
			f.add(at, where, "a "+op.Method+" has no body; write parameters, or use POST")
		}
		media := Preferred(b.Content)
		if media == "" {
			f.add(at, where, "it has no content; write application/json with a schema")
			continue
		}
		f.body(at+"/content/"+escape(media), where, media, b.Content[media].Schema, b.Required)
		if len(b.Content[media].Encoding) > 0 {
			f.add(at+"/content/"+escape(media)+"/encoding", where, "encoding is not supported; remove it")
		}
	}
	return f.found
}

func (f *finder) body(at, where, media string, ref *openapi3.SchemaRef, required bool) {
	text := ref == nil || ref.Value.Type.Is("string") && len(ref.Value.Enum) == 0 && !opaque(ref.Value)
	switch {
	case strings.ContainsAny(media, "*; "):
		f.add(at, where, "the content type "+media+" is not one type; write application/json")
	case strings.HasPrefix(media, "multipart/"):
		f.add(at, where, "the content type "+media+" is not supported; write application/json, with files as strings of format byte")
	case IsJSON(media):
		if ref == nil {
			f.add(at, where, "it has no schema; say what it is")
		}
	case !required:
		f.add(at, where, "a body that is optional is supported only in JSON; write required: true")
	case media == formType:
		f.form(at, where, ref)
	case !text:
		f.add(at, where, "the content type "+media+" is supported only for a string; write application/json, or type: string")
	case ref != nil && !strings.HasPrefix(media, "text/") && len(keywordsBut(ref.Value, "format")) > 0:
		f.add(at, where, "limits on a body of the content type "+media+" are not checked; say them in the description")
	case ref != nil && strings.HasPrefix(media, "text/") && ref.Value.Format != "":
		f.add(at, where, "format "+ref.Value.Format+" is not supported in a body of the content type "+media+"; remove it")
	}
}

func keywordsBut(s *openapi3.Schema, word string) []string {
	return slices.DeleteFunc(keywords(s), func(k string) bool { return k == word })
}

// form refuses what a form has no one way to write.
func (f *finder) form(at, where string, ref *openapi3.SchemaRef) {
	if ref == nil || ref.Ref == "" || len(ref.Value.Properties) == 0 || opaque(ref.Value) {
		f.add(at, where, "a form must be a $ref to an object with properties")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(ref.Value.Properties)) {
		of := ref.Value.Properties[name].Value
		if of.Type == nil || !scalar(of) && (!of.Type.Is("array") || of.Items == nil || !scalar(of.Items.Value)) {
			f.add(at, where, "its property "+name+" must be a string, a number, a boolean or a list of those; write the body in JSON")
		}
	}
}

var statusCode = regexp.MustCompile(`^([1-5][0-9][0-9]|[1-5]XX|default)$`)

// clientAnswers refuses successes that cannot be read into one type.
func clientAnswers(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Shaped) {
		first, firstType := "", ""
		for _, status := range slices.Sorted(maps.Keys(op.Responses.Map())) {
			if !statusCode.MatchString(status) {
				f.add(op.Pointer+"/responses/"+status, op.Where, "a response has the status "+status+"; write three digits, a range such as 2XX, or default")
			}
			if !strings.HasPrefix(status, "2") {
				continue
			}
			at, where := op.Pointer+"/responses/"+status, op.Where+": response "+status
			content := op.Responses.Value(status).Value.Content
			media := Preferred(content)
			if first == "" {
				first = status
			}
			if media == "" {
				continue
			}
			if status == "204" || status == "205" {
				f.add(at, where, "a response "+status+" has no body; remove its content")
			}
			is := f.success(at, where, media, content[media].Schema)
			if firstType != "" && is != firstType {
				f.add(at, where, "it is "+is+", and another success of the operation is "+firstType+"; write one schema for both")
			}
			firstType = is
		}
		if first == "" {
			f.add(op.Pointer+"/responses", op.Where, "there is no 2xx response; say what a success looks like")
		}
	}
	return f.found
}

// success returns what a success is, in words.
func (f *finder) success(at, where, media string, ref *openapi3.SchemaRef) string {
	switch {
	case strings.ContainsAny(media, "*;"):
		f.add(at, where, "the content type "+media+" is not one type; write application/json")
	case strings.HasPrefix(media, "multipart/") || media == formType || media == "text/event-stream":
		f.add(at, where, "the content type "+media+" is not supported; write application/json")
	case IsJSON(media) && ref == nil:
		f.add(at, where, "it has no schema; say what it is")
	case !IsJSON(media) && ref != nil && !ref.Value.Type.Is("string"):
		f.add(at, where, "the content type "+media+" is supported only for a string; write application/json, or type: string")
	}
	switch {
	case !IsJSON(media):
		return media
	case ref != nil && ref.Ref != "":
		return ref.Ref
	}
	return fmt.Sprintf("%s without a name", media)
}
