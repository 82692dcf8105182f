package rules

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stash-sdk/stash-go/internal/transport"
)

// conventions are the rules that every document of ours keeps.
var conventions = []rule{
	operationsAreDescribed, provenanceIsGiven, securityIsExplicit, examplesAreGiven, failuresAreDeclared, everythingIsDescribed,
	enumsAreOpen,
}

var (
	sources   = []string{"reference", "definitions", "guide", "sample", "inferred"}
	repeats   = []string{"always", "never", "with-transaction-id"}
	monthSeen = regexp.MustCompile(`^20[0-9]{2}-(0[1-9]|1[0-2])(-[0-9]{2})?$`)
)

func operationsAreDescribed(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Written) {
		if !strings.HasSuffix(op.Summary, ".") {
			f.add(op.Pointer, op.Where, "the summary must be a sentence that ends with a period")
		}
		if op.Description == "" {
			f.add(op.Pointer, op.Where, "there is no description; write what the operation does")
		}
	}
	return f.found
}

func provenanceIsGiven(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Written) {
		if !slices.Contains(sources, extension(op, "x-stash-source")) {
			f.add(op.Pointer, op.Where, "x-stash-source must be one of "+strings.Join(sources, ", "))
		}
		if !monthSeen.MatchString(extension(op, "x-stash-seen")) {
			f.add(op.Pointer, op.Where, "x-stash-seen must be the month in which its source was read, such as 2026-11")
		}
	}
	return f.found
}

func repetitionIsDecided(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Written) {
		if op.Method == "GET" && extension(op, "x-stash-repeat") != "always" {
			f.add(op.Pointer, op.Where, "a GET changes nothing, so x-stash-repeat must be always")
		}
	}
	return f.found
}

// typesAreNamed refuses a type without a name. It would get one from its place, and lose it when it moves.
func typesAreNamed(d *Document) []Refusal {
	f := finder{d: d}
	schemas(d.Written, func(s schema) {
		if s.Ref == "" {
			f.placement(s)
		}
	})
	return f.found
}

func securityIsExplicit(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Written) {
		if op.Security == nil {
			f.add(op.Pointer, op.Where, "there is no security; write security: [] if the operation takes no credential")
			continue
		}
		var listed []string
		for _, alternative := range *op.Security {
			listed = slices.AppendSeq(listed, maps.Keys(alternative))
		}
		inferred, _ := op.Extensions["x-stash-security-inferred"].([]any)
		for _, name := range inferred {
			if !slices.Contains(listed, fmt.Sprint(name)) {
				f.add(op.Pointer, op.Where, fmt.Sprintf("x-stash-security-inferred names %v, which security does not list", name))
			}
		}
	}
	return f.found
}

func examplesAreGiven(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Written) {
		if op.RequestBody != nil && !hasExamples(op.RequestBody.Value.Content) {
			f.add(op.Pointer+"/requestBody", op.Where, "the request body has no example; write one")
		}
		for status, ref := range op.Responses.Map() {
			if strings.HasPrefix(status, "2") && !hasExamples(ref.Value.Content) {
				f.add(op.Pointer+"/responses/"+status, op.Where, "response "+status+" has no example; write one")
			}
		}
	}
	return f.found
}

func hasExamples(content openapi3.Content) bool {
	for _, media := range content {
		if media.Example == nil && len(media.Examples) == 0 {
			return false
		}
	}
	return true
}

func failuresAreDeclared(d *Document) []Refusal {
	f := finder{d: d}
	for _, op := range operations(d.Written) {
		if op.Responses.Default() == nil {
			f.add(op.Pointer+"/responses", op.Where, "there is no default response; say what a failure looks like")
		}
	}
	return f.found
}

func everythingIsDescribed(d *Document) []Refusal {
	f := finder{d: d}
	schemas(d.Written, func(s schema) {
		if (s.Role == named || s.Role == property) && s.Value.Description == "" {
			f.add(s.Pointer, s.Where, "there is no description; write what it holds")
		}
	})
	for _, op := range operations(d.Written) {
		for _, p := range op.parameters() {
			if p.Description == "" {
				f.add(p.Pointer, p.Where, "there is no description; write what it holds")
			}
		}
	}
	return f.found
}

// schemesAreTheTransports holds the headers of the document against those that the transport knows credentials by.
func schemesAreTheTransports(d *Document) []Refusal {
	f := finder{d: d}
	known := map[string]string{}
	for name, header := range transport.SchemeHeaders() {
		known[strings.ToLower(name)] = strings.ToLower(header)
	}
	var written openapi3.SecuritySchemes
	if d.Written.Components != nil {
		written = d.Written.Components.SecuritySchemes
	}
	for name, ref := range written {
		header := "authorization"
		if ref.Value.Type == "apiKey" {
			header = strings.ToLower(ref.Value.Name)
		}
		if want := known[strings.ToLower(name)]; want != header || ref.Value.Type == "apiKey" && ref.Value.In != "header" {
			f.add("/components/securitySchemes/"+escape(name), "security scheme "+name,
				fmt.Sprintf("its credential is sent in %q, and internal/transport sends it in %q; add the scheme to internal/transport/scheme.go", header, want))
		}
		delete(known, strings.ToLower(name))
	}
	for name := range known {
		f.add("/components/securitySchemes", "security scheme "+name, "internal/transport has it, and the document does not; add it to the document")
	}
	return f.found
}

func extension(op operation, name string) string { return fmt.Sprint(op.Extensions[name]) }
