package rules

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

const (
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
)

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
		in := at + "/content/" + escape(media)
		if Anything(media, b.Content[media]) {
			media = "application/json"
			b = &openapi3.RequestBody{Required: b.Required, Content: openapi3.Content{media: b.Content["*/*"]}}
		}
		f.body(in, where, media, b.Content[media].Schema, b.Required)
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
	case strings.HasPrefix(media, "multipart/") && media != multipartType:
		f.add(at, where, "the content type "+media+" is not supported; write "+multipartType+", or application/json with files as strings of format byte")
	case IsJSON(media):
		if ref == nil {
			f.add(at, where, "it has no schema; say what it is")
		}
	case !required:
		f.add(at, where, "a body that is optional is supported only in JSON; write required: true")
	case media == formType || media == multipartType:
		f.form(at, where, ref, media == multipartType)
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
func (f *finder) form(at, where string, ref *openapi3.SchemaRef, files bool) {
	if ref == nil || ref.Ref == "" || len(ref.Value.Properties) == 0 || opaque(ref.Value) || isOpen(ref.Value) {
		f.add(at, where, "a form must be a $ref to an object with properties and no others")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(ref.Value.Properties)) {
		of := ref.Value.Properties[name].Value
		if of.Type == nil || !scalar(of) && (!of.Type.Is("array") || of.Items == nil || !scalar(of.Items.Value)) {
			f.add(at, where, "its property "+name+" must be a string, a number, a boolean or a list of those; write the body in JSON")
		}
		if of.Nullable {
			f.add(at, where, "its property "+name+" is nullable, and a form has no null; remove it")
		}
	}
}

// isOpen tells objects that may have properties which are not listed.
func isOpen(of *openapi3.Schema) bool {
	return of.AdditionalProperties.Schema != nil || of.AdditionalProperties.Has != nil && *of.AdditionalProperties.Has
}

var statusCode = regexp.MustCompile(`^([1-5][0-9][0-9]|[1-5]XX|default)$`)

// clientAnswers refuses successes that cannot be read.
func clientAnswers(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Shaped) {
		successes := 0
		types := map[string]bool{}
		var medias []string
		for _, status := range slices.Sorted(maps.Keys(op.Responses.Map())) {
			if !statusCode.MatchString(status) {
				f.add(op.Pointer+"/responses/"+status, op.Where, "a response has the status "+status+"; write three digits, a range such as 2XX, or default")
			}
			if !strings.HasPrefix(status, "2") {
				continue
			}
			successes++
			at, where := op.Pointer+"/responses/"+status, op.Where+": response "+status
			content := op.Responses.Value(status).Value.Content
			media := Preferred(content)
			if media == "" {
				continue
			}
			if status == "204" || status == "205" {
				f.add(at, where, "a response "+status+" has no body; remove its content")
			}
			schema := content[media].Schema
			if Anything(media, content[media]) {
				media = "application/json"
			}
			types[f.success(at, where, media, schema)] = true
			medias = append(medias, media)
		}
		if successes == 0 {
			f.add(op.Pointer+"/responses", op.Where, "there is no 2xx response; say what a success looks like")
		}
		if len(types) > 1 {
			f.severalTypes(op, medias)
		}
	}
	return f.found
}

// severalTypes refuses successes of several types that one method cannot return.
func (f *finder) severalTypes(op operation, medias []string) {
	at := op.Pointer + "/responses"
	if slices.ContainsFunc(medias, func(media string) bool { return media != "application/json" }) {
		f.add(at, op.Where, "its successes have several types, and not all are application/json; write all of them in JSON")
	}
	if op.Extensions["x-stash-paging"] != nil {
		f.add(at, op.Where, "its successes have several types, so its pages cannot be iterated; write one type, or remove x-stash-paging")
	}
	for _, ref := range op.Responses.Map() {
		for _, media := range ref.Value.Content {
			if media.Schema != nil && media.Schema.Value.Extensions["x-stash-must-have"] != nil {
				f.add(at, op.Where, "its successes have several types, and x-stash-must-have is checked only where there is one; write one type")
			}
		}
	}
}

// TypesOf returns what the successes of an operation are, in words; more than one is a type with a field for each status.
func TypesOf(op *openapi3.Operation) []string {
	types := map[string]bool{}
	for status, ref := range op.Responses.Map() {
		if media := Preferred(ref.Value.Content); strings.HasPrefix(status, "2") && media != "" {
			types[typeInWords(media, ref.Value.Content[media].Schema)] = true
		}
	}
	return slices.Sorted(maps.Keys(types))
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
	return typeInWords(media, ref)
}

func typeInWords(media string, ref *openapi3.SchemaRef) string {
	switch {
	case !IsJSON(media) && media != "*/*":
		return media
	case ref == nil:
		return "nothing"
	case ref.Ref != "":
		return ref.Ref
	case ref.Value.Type.Is("array"):
		return "a list of " + typeInWords(media, ref.Value.Items)
	case ref.Value.Type.Is("object") && ref.Value.AdditionalProperties.Schema != nil:
		return "a map of " + typeInWords(media, ref.Value.AdditionalProperties.Schema)
	case ref.Value.Type != nil:
		return strings.Join(ref.Value.Type.Slice(), " or ") + " " + ref.Value.Format
	}
	return "anything"
}
