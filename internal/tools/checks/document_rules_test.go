package checks

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stash-sdk/stash-go/internal/transport"
)

// rule returns a sentence for each place where a document breaks it.
type rule func(doc *openapi3.T) []string

// everyDocument are the rules that any of our documents keeps.
var everyDocument = []rule{
	operationsAreDescribed, provenanceIsGiven, securityIsExplicit, examplesAreGiven, failuresAreDeclared,
	everythingIsDescribed, typesHaveNames, patternsAreSimple, patternsMatchAsRegexpDoes,
}

// clientDocument are the further rules of the document that the client is generated from.
var clientDocument = []rule{repetitionIsDecided, schemesAreTheTransports}

var (
	sources   = []string{"reference", "definitions", "guide", "sample", "inferred"}
	repeats   = []string{"always", "never", "with-transaction-id"}
	monthSeen = regexp.MustCompile(`^20[0-9]{2}-(0[1-9]|1[0-2])(-[0-9]{2})?$`)
)

func operationsAreDescribed(doc *openapi3.T) (found []string) {
	eachOperation(doc, func(where, _ string, op *openapi3.Operation) {
		if !strings.HasSuffix(op.Summary, ".") {
			found = append(found, where+" has a summary that is no sentence with a period.")
		}
		if op.Description == "" {
			found = append(found, where+" has no description.")
		}
	})
	return found
}

func provenanceIsGiven(doc *openapi3.T) (found []string) {
	eachOperation(doc, func(where, _ string, op *openapi3.Operation) {
		if !slices.Contains(sources, extension(op, "x-stash-source")) {
			found = append(found, where+" needs x-stash-source: "+strings.Join(sources, ", ")+".")
		}
		if !monthSeen.MatchString(extension(op, "x-stash-seen")) {
			found = append(found, where+" needs x-stash-seen: the month in which its source was read.")
		}
	})
	return found
}

func repetitionIsDecided(doc *openapi3.T) (found []string) {
	eachOperation(doc, func(where, method string, op *openapi3.Operation) {
		switch repeat := extension(op, "x-stash-repeat"); {
		case !slices.Contains(repeats, repeat):
			found = append(found, where+" needs x-stash-repeat: "+strings.Join(repeats, ", ")+".")
		case method == "GET" && repeat != "always":
			found = append(found, where+" is a read, so x-stash-repeat must be always.")
		}
	})
	return found
}

func securityIsExplicit(doc *openapi3.T) (found []string) {
	eachOperation(doc, func(where, _ string, op *openapi3.Operation) {
		if op.Security == nil {
			found = append(found, where+" names no security; write security: [] if it needs none.")
			return
		}
		var listed []string
		for _, alternative := range *op.Security {
			listed = slices.AppendSeq(listed, maps.Keys(alternative))
		}
		inferred, _ := op.Extensions["x-stash-security-inferred"].([]any)
		for _, name := range inferred {
			if !slices.Contains(listed, fmt.Sprint(name)) {
				found = append(found, fmt.Sprintf("%s infers the security %v, which it does not list.", where, name))
			}
		}
	})
	return found
}

func examplesAreGiven(doc *openapi3.T) (found []string) {
	eachOperation(doc, func(where, _ string, op *openapi3.Operation) {
		if op.RequestBody != nil && !hasExamples(op.RequestBody.Value.Content) {
			found = append(found, where+" has no example of its request.")
		}
		if success := op.Responses.Value("200"); success == nil || !hasExamples(success.Value.Content) {
			found = append(found, where+" has no example of its 200 response.")
		}
	})
	return found
}

func hasExamples(content openapi3.Content) bool {
	for _, media := range content {
		if media.Example == nil && len(media.Examples) == 0 {
			return false
		}
	}
	return len(content) > 0
}

func failuresAreDeclared(doc *openapi3.T) (found []string) {
	eachOperation(doc, func(where, _ string, op *openapi3.Operation) {
		if op.Responses.Default() == nil {
			found = append(found, where+" has no default response.")
		}
	})
	return found
}

func everythingIsDescribed(doc *openapi3.T) (found []string) {
	for name, schema := range doc.Components.Schemas {
		if schema.Value.Description == "" {
			found = append(found, name+" has no description.")
		}
		for property, of := range schema.Value.Properties {
			if of.Value.Description == "" {
				found = append(found, name+"."+property+" has no description.")
			}
		}
	}
	eachOperation(doc, func(where, _ string, op *openapi3.Operation) {
		for _, param := range op.Parameters {
			if param.Value.Description == "" {
				found = append(found, where+" has a parameter without a description: "+param.Value.Name+".")
			}
		}
	})
	return found
}

// typesHaveNames refuses objects and enums that are written where they are used: the generator would make up a
// name for them, and another one when the place changes. Maps and constants, which are enums of one value, need no name.
func typesHaveNames(doc *openapi3.T) (found []string) {
	eachSchema(doc, func(where string, ref *openapi3.SchemaRef, named bool) {
		if !named && ref.Ref == "" && (len(ref.Value.Properties) > 0 || len(ref.Value.Enum) > 1) {
			found = append(found, where+" is an object or enum without a name; move it to components.schemas.")
		}
	})
	return found
}

// schemesAreTheTransports holds the headers of the document against those that the transport knows credentials by.
func schemesAreTheTransports(doc *openapi3.T) (found []string) {
	known := map[string]string{}
	for name, header := range transport.SchemeHeaders() {
		known[strings.ToLower(name)] = strings.ToLower(header)
	}
	for name, ref := range doc.Components.SecuritySchemes {
		header := "authorization"
		if ref.Value.Type == "apiKey" {
			header = strings.ToLower(ref.Value.Name)
		}
		if known[strings.ToLower(name)] != header {
			found = append(found, fmt.Sprintf("The security scheme %s has the header %q, and in the transport %q.", name, header, known[strings.ToLower(name)]))
		}
		delete(known, strings.ToLower(name))
	}
	for name := range known {
		found = append(found, "The transport's security scheme "+name+" is not in the document.")
	}
	return found
}

func extension(op *openapi3.Operation, name string) string { return fmt.Sprint(op.Extensions[name]) }
