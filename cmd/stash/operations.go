package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
)

var operationsCommand = command{
	name: "operations", args: "[Operation]", summary: "list the operations that stash call can call, or describe one",
	text: `
Without an argument it prints one line per operation of Stash's API. With an operation's name it prints the parameters,
the credentials that the operation takes, and an example of its body.`,
	examples: []string{"stash operations", "stash operations GenerateQuickPayUrl", "stash operations | grep -i subscription"},
	words:    operationNames,
	setup: func(*flag.FlagSet) action {
		return func(_ context.Context, s *streams, args []string) error {
			if len(args) == 0 {
				return listOperations(s.out)
			}
			name, err := one(args, "the operation", "run stash help operations")
			if err != nil {
				return err
			}
			op, err := operation(name)
			if err != nil {
				return err
			}
			return describe(s.out, op)
		}
	},
}

// document is the API's document, parsed once.
var document = sync.OnceValues(func() (*contract.Contract, error) { return contract.Load(api.OpenAPI) })

func operationNames() ([]string, error) {
	doc, err := document()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, op := range doc.Operations() {
		names = append(names, op.ID)
	}
	return names, nil
}

// operation finds an operation by its name and ignores the case.
func operation(name string) (*contract.Operation, error) {
	doc, err := document()
	if err != nil {
		return nil, err
	}
	for _, op := range doc.Operations() {
		if strings.EqualFold(op.ID, name) {
			return op, nil
		}
	}
	names, err := operationNames()
	if err != nil {
		return nil, err
	}
	return nil, misuse("there is no operation %.60q%s; run stash operations to list the operations", name, contract.Suggestion(name, names))
}

func listOperations(out io.Writer) error {
	doc, err := document()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, op := range doc.Operations() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", op.ID, op.Method, op.Path, op.Spec.Summary)
	}
	return w.Flush()
}

func describe(out io.Writer, op *contract.Operation) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s %s\n%s\n\n%s\n", op.ID, op.Method, op.Path, op.Spec.Summary, strings.TrimSpace(op.Spec.Description))
	try := "stash call " + op.ID
	heading := "\nparameters, each given with -p name=value:\n"
	for _, p := range parameters(op) {
		must := "optional"
		if p.Required {
			must = "required"
			try += " -p " + p.Name + "=" + shellWord(fmt.Sprint(p.Example))
		}
		fmt.Fprintf(&b, "%s  %s (%s, in the %s): %s\n", heading, p.Name, must, p.In, line(p.Description))
		heading = ""
	}
	b.WriteString("\ncredentials, from the environment:\n")
	for _, scheme := range op.Schemes() {
		fmt.Fprintf(&b, "  %s\n", credentialOf[scheme.ID].text)
	}
	if len(op.Schemes()) == 0 {
		b.WriteString("  none\n")
	}
	example, err := op.RequestExample()
	if err != nil {
		return err
	}
	if example != nil {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, example, "  ", "  "); err != nil {
			return err
		}
		fmt.Fprintf(&b, "\nan example of the body, given with -d:\n  %s\n", &pretty)
		try = "stash call " + op.ID + " --example > body.json\n  " + try + " -d @body.json"
	}
	fmt.Fprintf(&b, "\nexample:\n  %s\n", try)
	_, err = io.WriteString(out, b.String())
	return err
}

// shellWord quotes a value if a shell would change it.
func shellWord(value string) string {
	plain := strings.IndexFunc(value, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_./", r)
	}) < 0
	if plain && value != "" {
		return value
	}
	return quoted(value)
}
