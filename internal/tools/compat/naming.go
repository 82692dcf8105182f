package main

import (
	"go/types"
	"regexp"
	"strings"
)

// naming writes types by the names that programs have for them.
type naming struct {
	module   string
	public   map[string]string // a full name in this module to the name that is written for it
	fullName *regexp.Regexp
}

// newNaming settles one name for each type that has several. The packages are in a fixed order, so the first public
// name of an internal type is the same in every run.
func newNaming(module string, packages []*types.Package) *naming {
	n := &naming{module, map[string]string{}, regexp.MustCompile(regexp.QuoteMeta(module) + `(/[\w/-]*)?\.\w+`)}
	for _, pkg := range packages {
		for _, name := range pkg.Scope().Names() {
			alias, ok := pkg.Scope().Lookup(name).(*types.TypeName)
			if !ok || !alias.IsAlias() || !alias.Exported() {
				continue
			}
			named, ok := types.Unalias(alias.Type()).(*types.Named)
			if !ok || named.TypeArgs().Len() > 0 || named.Obj().Pkg() == nil {
				continue
			}
			own, target := pkg.Path()+"."+name, named.Obj().Pkg().Path()+"."+named.Obj().Name()
			if isInternal(named.Obj().Pkg().Path()) && n.public[target] == "" {
				n.public[target] = own
			}
			if first := n.public[target]; first != "" {
				target = first
			}
			n.public[own] = target
		}
	}
	return n
}

// object is the one name that is written for a named type.
func (n *naming) object(of *types.TypeName) string {
	if of.Pkg() == nil {
		return of.Name() // error, which belongs to no package
	}
	return n.written(of.Pkg().Path() + "." + of.Name())
}

func (n *naming) written(full string) string {
	if public := n.public[full]; public != "" {
		full = public
	}
	return n.short(full)
}

// text writes a type without the names of parameters, which callers do not use.
func (n *naming) text(t types.Type) string {
	full := types.TypeString(nameless(t), func(pkg *types.Package) string { return pkg.Path() })
	return n.fullName.ReplaceAllStringFunc(full, n.written)
}

func (n *naming) short(name string) string {
	return strings.TrimPrefix(strings.TrimPrefix(name, n.module), "/")
}

// nameless is a type without the names of its parameters and results.
func nameless(t types.Type) types.Type {
	switch t := t.(type) {
	case *types.Signature:
		if t.TypeParams().Len() > 0 {
			return t // its type parameters cannot be part of a second signature
		}
		return types.NewSignatureType(nil, nil, nil, namelessAll(t.Params()), namelessAll(t.Results()), t.Variadic())
	case *types.Pointer:
		return types.NewPointer(nameless(t.Elem()))
	case *types.Slice:
		return types.NewSlice(nameless(t.Elem()))
	case *types.Map:
		return types.NewMap(nameless(t.Key()), nameless(t.Elem()))
	}
	return t
}

func namelessAll(list *types.Tuple) *types.Tuple {
	var vars []*types.Var
	for v := range list.Variables() {
		vars = append(vars, types.NewParam(v.Pos(), v.Pkg(), "", nameless(v.Type())))
	}
	return types.NewTuple(vars...)
}
