package main

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// surface is what programs can use of the public packages: a type, a field, a method, a function or a constant, each
// with its declaration. The keys are written as in Go: stash.(*Client).Call.
//
// A type of an internal package that a public package gives a name to, such as stash.Error, has that public name
// everywhere. So a type may move into an internal package, or from one to another, as long as its alias stays.
type surface map[string]string

// brokenNames returns a line for each exported name that was removed or changed.
func brokenNames(old, root string) (found []string, err error) {
	before, err := surfaceOf(old)
	if err != nil {
		return nil, err
	}
	now, err := surfaceOf(root)
	if err != nil {
		return nil, err
	}
	for name, declaration := range before {
		switch other, ok := now[name]; {
		case !ok:
			found = append(found, name+": removed")
		case other != declaration:
			found = append(found, fmt.Sprintf("%s: changed from %s to %s", name, declaration, other))
		}
	}
	slices.Sort(found)
	return found, nil
}

func surfaceOf(root string) (surface, error) {
	module, packages, err := loadPublic(root)
	if err != nil {
		return nil, err
	}
	s, n := surface{}, newNaming(module, packages)
	for _, pkg := range packages {
		for _, name := range pkg.Scope().Names() {
			if object := pkg.Scope().Lookup(name); object.Exported() {
				s.add(n, object)
			}
		}
	}
	return s, nil
}

func (s surface) add(n *naming, object types.Object) {
	key := n.short(object.Pkg().Path() + "." + object.Name())
	switch object := object.(type) {
	case *types.Const:
		s[key] = fmt.Sprintf("const %s = %s", n.text(object.Type()), object.Val().ExactString())
	case *types.Var:
		s[key] = "var " + n.text(object.Type())
	case *types.Func:
		s[key] = n.text(object.Type())
	case *types.TypeName:
		target := types.Unalias(object.Type())
		if named, ok := target.(*types.Named); ok && n.object(named.Obj()) == key {
			s.addType(n, key, named)
			return
		}
		s[key] = "type = " + n.text(target)
	}
}

func (s surface) addType(n *naming, key string, named *types.Named) {
	switch under := named.Underlying().(type) {
	case *types.Struct:
		s[key] = "type struct"
		s.addFields(n, key, under)
		if types.Comparable(named) {
			s[key+" with =="] = "comparable"
		}
	default:
		s[key] = "type " + n.text(under)
	}
	if parameters := named.TypeParams(); parameters.Len() > 0 {
		s[key+" parameters"] = n.text(named)
	}
	if types.IsInterface(named) {
		return // its declaration has the methods
	}
	pkg, name, _ := cutLast(key, ".")
	for method := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		if method.Obj().Exported() {
			s[pkg+".(*"+name+")."+method.Obj().Name()] = n.text(method.Obj().Type())
		}
	}
	for method := range types.NewMethodSet(named).Methods() {
		if method.Obj().Exported() {
			s[key+"."+method.Obj().Name()] = "also a method of the value"
		}
	}
}

// addFields adds the exported fields of a struct, and those that an unexported embedded struct passes on.
func (s surface) addFields(n *naming, key string, of *types.Struct) {
	for field := range of.Fields() {
		inner, isStruct := field.Type().Underlying().(*types.Struct)
		switch {
		case field.Exported():
			s[key+"."+field.Name()] = n.text(field.Type())
		case field.Embedded() && isStruct:
			s.addFields(n, key, inner)
		}
	}
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}
