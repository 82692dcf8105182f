package rules

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// Blame turns an error of the generator, which does not say where, into a refusal that does. It makes each schema and
// each operation by itself until it finds the one that fails.
func (d *Document) Blame(failure error, try func(part *openapi3.T) error) Refusal {
	const advice = "; write it another way, or leave it out"
	if d.Shaped.Components != nil {
		all := d.Shaped.Components.Schemas
		for _, name := range slices.Sorted(maps.Keys(all)) {
			if err := try(d.only(nil, openapi3.Schemas{name: all[name]})); err != nil {
				return d.refusal("/components/schemas/"+escape(name), name, "the generator cannot make code of it ("+readable(err)+")"+advice)
			}
		}
	}
	for _, op := range operations(d.Shaped) {
		if err := try(d.only(&op, nil)); err != nil {
			return d.refusal(op.Pointer, op.Where, "the generator cannot make code of it ("+readable(err)+")"+advice)
		}
	}
	return Refusal{Path: d.Path, What: "the generator cannot make code of the whole, though it can of each part: " + readable(failure)}
}

// only is the document with no more than one operation and some schemas.
func (d *Document) only(op *operation, schemas openapi3.Schemas) *openapi3.T {
	part := *d.Shaped
	part.Paths = openapi3.NewPaths()
	if op != nil {
		item := &openapi3.PathItem{Parameters: op.Item.Parameters}
		item.SetOperation(op.Method, op.Operation)
		part.Paths.Set(op.Path, item)
	}
	if part.Components != nil {
		components := *part.Components
		components.Schemas = schemas
		part.Components = &components
	}
	return &part
}

// Place returns a refusal for code that does not compile, by the Go name of what it belongs to.
func (d *Document) Place(goName, complaint string) Refusal {
	what := "the code that is made of it does not compile (" + complaint + "); give it another name, or write it another way"
	if d.Name != nil && goName != "" {
		for _, op := range operations(d.Shaped) {
			if name := d.Name(op.OperationID); name == goName || name+"Params" == goName {
				return d.refusal(op.Pointer, op.Where, what)
			}
		}
		if d.Shaped.Components != nil {
			for name := range d.Shaped.Components.Schemas {
				if d.Name(name) == goName {
					return d.refusal("/components/schemas/"+escape(name), name, what)
				}
			}
		}
	}
	return Refusal{Path: d.Path, Where: goName, What: what}
}
