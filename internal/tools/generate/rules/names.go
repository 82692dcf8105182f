package rules

import (
	"maps"
	"slices"
	"unicode"
	"unicode/utf8"
)

// namesDiffer refuses two things of a document that would have one Go name, and those that take a name which code by
// hand has.
func namesDiffer(d *Document) []Refusal {
	if d.Name == nil {
		return nil
	}
	n := names{finder: finder{d: d}, types: maps.Clone(d.Taken), methods: map[string]string{}}
	if n.types == nil {
		n.types = map[string]string{}
	}
	for name, what := range d.Taken {
		if method, ok := cutMethod(name); ok {
			n.methods[method] = what
		}
	}
	if d.Shaped.Components != nil {
		for _, name := range slices.Sorted(maps.Keys(d.Shaped.Components.Schemas)) {
			at := "/components/schemas/" + escape(name)
			n.claim(n.types, d.Name(name), at, name, "schema "+name)
			n.members(d, name, at)
		}
	}
	for _, op := range operations(d.Shaped) {
		n.operation(op)
	}
	schemas(d.Shaped, func(s schema) {
		if s.Ref == "" && s.Role == named && len(s.Value.Enum) > 0 {
			for _, c := range Constants(d.Name, d.Name(s.Key), s.Value) {
				n.claim(n.types, c.Name, s.Pointer+"/enum", s.Where, "its value "+c.Value)
			}
		}
	})
	return n.found
}

const methodOf = "Client."

func cutMethod(name string) (string, bool) {
	if len(name) > len(methodOf) && name[:len(methodOf)] == methodOf {
		return name[len(methodOf):], true
	}
	return "", false
}

// names remembers who has a name.
type names struct {
	finder
	types, methods map[string]string
}

// claim refuses a name that somebody has.
func (n *names) claim(taken map[string]string, name, pointer, where, what string) {
	first, _ := utf8.DecodeRuneInString(name)
	switch other := taken[name]; {
	case name == "" || !unicode.IsUpper(first):
		n.add(pointer, where, what+" has no Go name that begins with a capital letter; give it another name")
	case other == what: // the same thing in several places
	case other != "":
		n.add(pointer, where, what+" would be called "+name+" in Go, which is the name of "+other+"; give one of them another name")
	default:
		taken[name] = what
	}
}

func (n *names) operation(op operation) {
	id := op.OperationID
	if id == "" {
		id = op.Method + " " + op.Path
	}
	name := n.d.Name(id)
	n.claim(n.methods, name, op.Pointer, op.Where, "operation "+op.Where)
	lists := map[string]map[string]string{"path": {}, "other": {}}
	for _, p := range op.parameters() {
		list := lists["other"]
		if p.In == "path" {
			list = lists["path"]
		}
		n.claim(list, n.d.Name(goName(p.Name, p.Extensions)), p.Pointer, p.Where, p.In+" parameter "+p.Name)
	}
	if len(lists["other"]) > 0 {
		n.claim(n.types, name+"Params", op.Pointer, op.Where, "the parameters of "+op.Where)
	}
	if len(TypesOf(op.Operation)) > 1 {
		n.claim(n.types, name+"Answer", op.Pointer, op.Where, "the answer of "+op.Where)
	}
	if paging, ok := op.Extensions["x-stash-paging"].(map[string]any); ok {
		if items, ok := paging["items"].(string); ok {
			n.claim(n.methods, "All"+n.d.Name(items), op.Pointer, op.Where, "the iterator of "+op.Where)
		}
	}
}

// members holds the properties of a schema against each other and its methods.
func (n *names) members(d *Document, name, at string) {
	s := d.Shaped.Components.Schemas[name].Value
	if d.Shaped.Components.Schemas[name].Ref != "" || opaque(s) {
		return
	}
	taken := map[string]string{"Validate": "the method that checks it", "Check": "the method that checks it",
		"Encode": "the method that writes it", "Decode": "the method that reads it", "Origin": "the method that tells where it is from"}
	if d.Kind != GameServer {
		taken = map[string]string{"Validate": "the method that checks it"}
		if open := s.AdditionalProperties; open.Schema != nil || open.Has != nil && *open.Has {
			taken["AdditionalProperties"] = "the field for properties that are not listed"
		}
	}
	for _, property := range slices.Sorted(maps.Keys(s.Properties)) {
		n.claim(taken, d.Name(goName(property, s.Properties[property].Extensions, s.Properties[property].Value.Extensions)), at+"/properties/"+escape(property), name+"."+property, "property "+property)
	}
}

// goName is the name that an overlay gives, or the document's own.
func goName(name string, extensions ...map[string]any) string {
	for _, of := range extensions {
		if given, ok := of["x-go-name"].(string); ok {
			return given
		}
	}
	return name
}
