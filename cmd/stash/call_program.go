package main

import (
	"encoding/json"
	"fmt"
	"go/format"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
)

// printProgram writes the call as a Go program that makes its client from the environment.
func printProgram(out io.Writer, op *contract.Operation, params map[string]string, body []byte) error {
	client := reflect.TypeFor[*stash.Client]()
	var method reflect.Method
	for i := range client.NumMethod() {
		if strings.EqualFold(client.Method(i).Name, op.ID) {
			method = client.Method(i)
		}
	}
	if method.Name == "" {
		return fmt.Errorf("the SDK has no method for %s; run go generate", op.ID)
	}
	args, err := arguments(reflect.Zero(client).MethodByName(method.Name).Type(), op, params, body)
	if err != nil {
		return err
	}
	p := program{imports: map[string]bool{"context": true, "fmt": true, "log": true}}
	p.client(op) // for its imports
	list := []string{"context.Background()"}
	for _, arg := range args {
		list = append(list, p.literal(arg))
	}
	p.line("package main\n\nimport (")
	for _, path := range slices.Sorted(maps.Keys(p.imports)) {
		p.line(strconv.Quote(path))
	}
	p.line("\n" + strconv.Quote(reflect.TypeFor[stash.Client]().PkgPath()) + "\n)\n")
	p.line("func main() {\nclient, err := " + p.client(op) + "\nif err != nil {\nlog.Fatal(err)\n}")
	p.line("answer, err := client." + method.Name + "(" + strings.Join(list, ", ") + ")\nif err != nil {\nlog.Fatal(err)\n}")
	p.line("fmt.Printf(\"%+v\\n\", answer)\n}")
	pretty, err := format.Source([]byte(p.text.String()))
	if err != nil {
		return err
	}
	_, err = out.Write(pretty)
	return err
}

// program is the text of a Go program.
type program struct {
	text    strings.Builder
	imports map[string]bool
}

func (p *program) line(text string) { p.text.WriteString(text + "\n") }

// client is the expression that makes the client. NewFromEnv does not read a player's token.
func (p *program) client(op *contract.Operation) string {
	if schemes := op.Schemes(); len(schemes) != 1 || schemes[0].ID != "playerToken" {
		return "stash.NewFromEnv()"
	}
	p.imports["os"] = true
	return `stash.New(stash.PlayerToken(os.Getenv("STASH_PLAYER_TOKEN")), stash.WithBaseURL(os.Getenv("STASH_BASE_URL")))`
}

// literal writes a value as Go code, without the fields that are not set.
func (p *program) literal(v reflect.Value) string {
	switch value := v.Interface().(type) {
	case time.Time:
		p.imports["time"] = true
		value = value.UTC()
		return fmt.Sprintf("time.Date(%d, %d, %d, %d, %d, %d, %d, time.UTC)", value.Year(), value.Month(), value.Day(), value.Hour(), value.Minute(), value.Second(), value.Nanosecond())
	case json.Number:
		return value.String()
	case nil:
		return "nil"
	}
	switch v.Kind() {
	case reflect.Interface:
		return p.literal(v.Elem())
	case reflect.Pointer:
		return "stash.Ptr[" + typeName(v.Type().Elem()) + "](" + p.literal(v.Elem()) + ")"
	case reflect.String:
		return strconv.Quote(v.String())
	case reflect.Struct:
		fields := ""
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() && !v.Field(i).IsZero() {
				fields += "\n" + field.Name + ": " + p.literal(v.Field(i)) + ","
			}
		}
		return ended(typeName(v.Type())+"{"+fields, fields)
	case reflect.Slice:
		entries := ""
		for i := range v.Len() {
			entry := p.literal(v.Index(i))
			if v.Type().Elem().Kind() == reflect.Struct {
				entry = strings.TrimPrefix(entry, typeName(v.Type().Elem())) // as gofmt -s writes it
			}
			entries += "\n" + entry + ","
		}
		return ended(typeName(v.Type())+"{"+entries, entries)
	case reflect.Map:
		entries := ""
		for _, key := range slices.SortedFunc(slices.Values(v.MapKeys()), func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) }) {
			entries += "\n" + strconv.Quote(key.String()) + ": " + p.literal(v.MapIndex(key)) + ","
		}
		return ended(typeName(v.Type())+"{"+entries, entries)
	}
	return fmt.Sprintf("%#v", v.Interface())
}

func ended(text, entries string) string {
	if entries != "" {
		text += "\n"
	}
	return text + "}"
}

// typeName is the name that a program uses, which is an alias in the package stash.
func typeName(t reflect.Type) string {
	switch {
	case t.Name() != "" && strings.Contains(t.PkgPath(), "stash-go"):
		return "stash." + t.Name()
	case t.Name() != "" || t.Kind() == reflect.Interface:
		return strings.ReplaceAll(t.String(), "interface {}", "any")
	case t.Kind() == reflect.Slice:
		return "[]" + typeName(t.Elem())
	case t.Kind() == reflect.Map:
		return "map[" + typeName(t.Key()) + "]" + typeName(t.Elem())
	}
	return t.String()
}
