package rules

import (
	"cmp"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// rule returns a refusal for each place where a document breaks it.
type rule func(*Document) []Refusal

// constructs are the rules about what the generator can make code of, by the kind of document.
var constructs = map[Kind][]rule{
	Client: {
		clientPaths, clientParameters, clientBodies, clientAnswers, clientSchemas, clientUnions, clientRecursion, extensionsAreKnown,
		pagingIsComplete, namesDiffer, securityIsThere, schemesAreTheTransports, enumsAreOneKind,
	},
	GameServer: {serverOperations, serverSchemas, namesDiffer},
	Webhooks:   {webhookSchemas, namesDiffer},
}

// Constructs refuses what the generator cannot make right code of.
func (d *Document) Constructs() []Refusal { return d.apply(constructs[d.Kind]) }

// Conventions refuses what our documents must not lack: descriptions, sources, examples and the like.
func (d *Document) Conventions() []Refusal {
	if d.Kind == Client {
		return d.apply(append(slices.Clone(conventions), repetitionIsDecided, typesAreNamed))
	}
	return d.apply(conventions)
}

// Check applies all rules.
func (d *Document) Check() []Refusal {
	found := append(d.Constructs(), d.Conventions()...)
	sortRefusals(found)
	return found
}

func (d *Document) apply(all []rule) []Refusal {
	var found []Refusal
	for _, r := range all {
		found = append(found, r(d)...)
	}
	sortRefusals(found)
	return found
}

func sortRefusals(found []Refusal) {
	slices.SortStableFunc(found, func(a, b Refusal) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.String(), b.String()))
	})
}

// finder collects refusals of one document.
type finder struct {
	d         *Document
	found     []Refusal
	multipart map[*openapi3.Schema]bool // the files in multipart bodies, for clientSchemas
}

func (f *finder) add(pointer, where, what string) {
	f.found = append(f.found, f.d.refusal(pointer, where, what))
}
