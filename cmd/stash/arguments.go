package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
)

// parameters returns the path parameters in the order of the path, then the query parameters.
func parameters(op *contract.Operation) []*openapi3.Parameter {
	var list []*openapi3.Parameter
	for _, p := range op.Spec.Parameters {
		if p.Value.In == "path" || p.Value.In == "query" {
			list = append(list, p.Value)
		}
	}
	slices.SortStableFunc(list, func(a, b *openapi3.Parameter) int { return place(op, a) - place(op, b) })
	return list
}

// place returns the position of a parameter in the path. Query parameters come after the path.
func place(op *contract.Operation, p *openapi3.Parameter) int {
	if p.In == "path" {
		return strings.Index(op.Path, "{"+p.Name+"}")
	}
	return len(op.Path)
}

// values parses -p name=value, and checks the names against the operation's parameters.
func values(op *contract.Operation, given []string) (map[string]string, error) {
	var names []string
	for _, p := range parameters(op) {
		names = append(names, p.Name)
	}
	read := map[string]string{}
	for _, pair := range given {
		name, value, ok := strings.Cut(pair, "=")
		switch _, twice := read[name]; {
		case !ok:
			return nil, misuse("-p %.60q has no equals sign; write -p name=value", pair)
		case len(names) == 0:
			return nil, misuse("%s takes no parameters, but got %.60q; run stash operations %s", op.ID, name, op.ID)
		case !slices.Contains(names, name):
			return nil, misuse("%s has no parameter %.60q%s; it has %s", op.ID, name, contract.Suggestion(name, names), strings.Join(names, ", "))
		case twice:
			return nil, misuse("the parameter %s is given twice; remove one", name)
		}
		read[name] = value
	}
	for _, p := range parameters(op) {
		if _, ok := read[p.Name]; p.Required && !ok {
			return nil, misuse("%s needs the parameter %s; add -p %s=%s", op.ID, p.Name, p.Name, shellWord(fmt.Sprint(p.Example)))
		}
	}
	return read, nil
}

// arguments returns the arguments of the client's method between its context and its editors.
func arguments(method reflect.Type, op *contract.Operation, params map[string]string, body []byte) ([]reflect.Value, error) {
	var path []string
	for _, p := range parameters(op) {
		if p.In == "path" {
			path = append(path, params[p.Name])
		}
	}
	var args []reflect.Value
	used := false
	for i := 1; i < method.NumIn()-1; i++ {
		arg := reflect.New(method.In(i)).Elem()
		var err error
		switch {
		case arg.Kind() == reflect.String && len(path) > 0:
			arg.SetString(path[0])
			path = path[1:]
		case arg.Kind() == reflect.Struct && strings.HasSuffix(arg.Type().Name(), "Params"):
			err = setQuery(arg, params)
		default:
			used = true
			err = decode(op, body, arg.Addr().Interface())
		}
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
	}
	// The method of an operation whose body is always the empty object has no argument for the body.
	if text := strings.Join(strings.Fields(string(body)), ""); !used && text != "" && (text != "{}" || op.Spec.RequestBody == nil) {
		return nil, misuse("%s takes no body; leave -d out", op.ID)
	}
	return args, nil
}

// setQuery sets the fields of a struct of query parameters. The names are in the struct tags.
func setQuery(into reflect.Value, params map[string]string) error {
	for i := range into.NumField() {
		name, _, _ := strings.Cut(into.Type().Field(i).Tag.Get("form"), ",")
		text, given := params[name]
		if !given {
			continue
		}
		field := into.Field(i)
		if field.Kind() == reflect.Pointer {
			field.Set(reflect.New(field.Type().Elem()))
			field = field.Elem()
		}
		switch field.Kind() {
		case reflect.String:
			field.SetString(text)
		case reflect.Int, reflect.Int32, reflect.Int64:
			n, err := strconv.ParseInt(text, 10, field.Type().Bits())
			if err != nil {
				return misuse("the parameter %s is %.40q; it must be a whole number", name, text)
			}
			field.SetInt(n)
		case reflect.Bool:
			yes, err := strconv.ParseBool(text)
			if err != nil {
				return misuse("the parameter %s is %.40q; it must be true or false", name, text)
			}
			field.SetBool(yes)
		default:
			return misuse("this command cannot set the parameter %s; use %s of the SDK", name, into.Type().Name())
		}
	}
	return nil
}

// decode decodes a body and refuses fields that its type lacks, because a misspelled field would be dropped unnoticed.
func decode(op *contract.Operation, body []byte, into any) error {
	see := "run stash operations " + op.ID + " for an example"
	if len(bytes.TrimSpace(body)) == 0 {
		return misuse("%s needs a body; give it with -d, as json, @file or - for standard input, and %s", op.ID, see)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	d.UseNumber()
	err := d.Decode(into)
	if err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return nil
		}
		return misuse("there is text after the JSON of the body; give exactly one JSON value")
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return misuse("the body is not JSON (%w, at byte %d); %s", err, syntax.Offset, see)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return misuse("the body is not JSON (it ends too early); %s", see)
	case errors.As(err, &kind) && kind.Field == "":
		return misuse("the body is a JSON %s, but must be an object; %s", kind.Value, see)
	case errors.As(err, &kind):
		return misuse("the body's %s is a JSON %s, which is the wrong type; %s", kind.Field, kind.Value, see)
	}
	if _, field, ok := strings.Cut(err.Error(), "unknown field "); ok {
		name := strings.Trim(field, `"`)
		return misuse("the body has a field %q, which %s does not have%s; %s", name, op.ID, contract.Suggestion(name, fields(reflect.TypeOf(into), nil)), see)
	}
	return misuse("the body cannot be read: %w; %s", err, see)
}

// fields returns the JSON names in a type and in the types that it contains.
func fields(t reflect.Type, names []string) []string {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return fields(t.Elem(), names)
	case reflect.Struct:
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			if name != "" && !slices.Contains(names, name) { // no request type contains itself
				names = fields(t.Field(i).Type, append(names, name))
			}
		}
	}
	return names
}

// methodOf returns the client's method for an operation. It ignores case, because Go spells initialisms differently.
func methodOf(client *stash.Client, operationID string) reflect.Value {
	value := reflect.ValueOf(client)
	for i := range value.NumMethod() {
		if strings.EqualFold(value.Type().Method(i).Name, operationID) {
			return value.Method(i)
		}
	}
	return reflect.Value{}
}
