package stashtest_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash"
	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// callByExamples calls an operation with the values of its examples and a credential, against an emulator of its own. It
// returns what went wrong, a broken document too.
func callByExamples(t *testing.T, op *contract.Operation, scheme string) error {
	t.Helper()
	srv := stashtest.New(t)
	var editors []gen.RequestEditorFn
	if scheme != "" {
		editors = append(editors, editorOf(srv, scheme))
	}
	if err := invoke(t, srv.Client(stash.WithRetries(0)), op, editors); err != nil {
		return err
	}
	for _, r := range srv.Requests() {
		if len(r.Violations) > 0 {
			return fmt.Errorf("a request that breaks the document: %v", r.Violations)
		}
	}
	return nil
}

// invoke calls the client's method for an operation with the document's examples.
func invoke(t *testing.T, client *stash.Client, op *contract.Operation, editors []gen.RequestEditorFn) error {
	t.Helper()
	method := methodOf(client, op.ID)
	if !method.IsValid() {
		t.Fatalf("the client has no method for %s", op.ID)
	}
	path := placeholder.FindAllStringSubmatch(op.Path, -1)
	args := []reflect.Value{reflect.ValueOf(t.Context())}
	for i := 1; i < method.Type().NumIn()-1; i++ {
		arg := reflect.New(method.Type().In(i)).Elem()
		switch {
		case len(path) > 0:
			set(t, op, arg, exampleOf(op.Spec.Parameters.GetByInAndName("path", path[0][1])))
			path = path[1:]
		case strings.HasSuffix(arg.Type().Name(), "Params"):
			setRequired(t, op, arg)
		default:
			example, err := op.RequestExample()
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(example, arg.Addr().Interface()); err != nil {
				t.Fatal(err)
			}
		}
		args = append(args, arg)
	}
	for _, editor := range editors {
		args = append(args, reflect.ValueOf(editor))
	}
	results := method.Call(args)
	err, _ := results[len(results)-1].Interface().(error)
	return err
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// setRequired sets the parameters that an operation requires.
func setRequired(t *testing.T, op *contract.Operation, params reflect.Value) {
	t.Helper()
	for i := range params.NumField() {
		name, _, _ := strings.Cut(params.Type().Field(i).Tag.Get("json"), ",")
		for _, ref := range op.Spec.Parameters {
			if ref.Value.Name == name && ref.Value.In != "path" && ref.Value.Required {
				set(t, op, params.Field(i), exampleOf(ref.Value))
			}
		}
	}
}

func set(t *testing.T, op *contract.Operation, to reflect.Value, example any) {
	t.Helper()
	text, err := json.Marshal(example)
	if err == nil {
		err = json.Unmarshal(text, to.Addr().Interface())
	}
	if err != nil {
		t.Fatalf("%s: the example %v does not fit into %s: %v", op.ID, example, to.Type(), err)
	}
}

// exampleOf is a parameter's example; where it has none, a value that its schema allows.
func exampleOf(p *openapi3.Parameter) any {
	for _, example := range p.Examples {
		return example.Value.Value
	}
	s := p.Schema.Value
	switch {
	case p.Example != nil:
		return p.Example
	case s.Example != nil:
		return s.Example
	case len(contract.KnownValues(s)) > 0:
		return contract.KnownValues(s)[0]
	case s.Type.Is("string") && s.Format == "":
		return "player-1"
	case s.Type.Is("boolean"):
		return true
	case s.Min != nil:
		return *s.Min
	}
	return 1
}

// methodOf finds a method by an operationId, whose initialisms are spelled in another way.
func methodOf(client *stash.Client, operationID string) reflect.Value {
	value := reflect.ValueOf(client)
	for i := range value.NumMethod() {
		if strings.EqualFold(value.Type().Method(i).Name, operationID) {
			return value.Method(i)
		}
	}
	return reflect.Value{}
}
