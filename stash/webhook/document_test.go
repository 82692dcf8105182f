package webhook_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/stash-sdk/stash-go/api"
	gen "github.com/stash-sdk/stash-go/gen/webhook"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

func document(t *testing.T) *contract.Contract {
	t.Helper()
	document, err := contract.Load(api.Webhooks)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// TestEveryEventOfTheDocumentIsRead checks that each type has a schema that requires its payload, an entry in
// x-stash-events and an example, and that the example is read into the type of that entry without losing a field.
func TestEveryEventOfTheDocumentIsRead(t *testing.T) {
	op := document(t).Operation("ReceiveEvent").Spec
	events, _ := op.Extensions["x-stash-events"].(map[string]any)
	envelopes := map[string]bool{}
	for _, envelope := range op.RequestBody.Value.Content.Get("application/json").Schema.Value.OneOf {
		values := envelope.Value.Properties["type"].Value.Enum
		entry, _ := events[fmt.Sprint(values[0])].(map[string]any)
		if want := []string{"type", fmt.Sprint(entry["member"])}; len(values) != 1 || !slices.Equal(envelope.Value.Required, want) {
			t.Errorf("%s has the types %v and requires %v, want %v", envelope.Ref, values, envelope.Value.Required, want)
		}
		envelopes[fmt.Sprint(values[0])] = true
	}
	for _, missing := range unlike(envelopes, events) {
		t.Errorf("only one of Event and x-stash-events has %s", missing)
	}
	seen := map[string]bool{}
	for name, example := range op.RequestBody.Value.Content.Get("application/json").Examples {
		body, err := json.Marshal(example.Value.Value)
		if err != nil {
			t.Fatal(err)
		}
		e, err := webhook.Parse(body)
		if err != nil {
			t.Errorf("example %s: %v", name, err)
			continue
		}
		seen[string(e.Type)] = true
		entry, _ := events[string(e.Type)].(map[string]any)
		if got := fmt.Sprintf("*webhook.%s", entry["schema"]); got != fmt.Sprintf("%T", e.Payload) {
			t.Errorf("example %s is read into %T, want %s", name, e.Payload, got)
		}
		if found := gen.FindByPayload(e.Payload); found == nil || found.Type != e.Type {
			t.Errorf("FindByPayload(%T) gives %v", e.Payload, found)
		}
		written, err := json.Marshal(e.Payload)
		if err != nil {
			t.Fatal(err)
		}
		var was, is map[string]any
		if json.Unmarshal(e.Raw, &was) != nil || json.Unmarshal(written, &is) != nil {
			t.Fatal("the payload is not an object")
		}
		for field, value := range was {
			if is[field] == nil && value != false {
				t.Errorf("example %s loses %s", name, field)
			}
		}
	}
	for _, missing := range unlike(seen, events) {
		t.Errorf("%s has no example", missing)
	}
}

func unlike[A, B any](a map[string]A, b map[string]B) (names []string) {
	for name := range maps.Keys(a) {
		if _, ok := b[name]; !ok {
			names = append(names, name)
		}
	}
	for name := range maps.Keys(b) {
		if _, ok := a[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestUnlikeFindsBothSides(t *testing.T) {
	if got := unlike(map[string]bool{"a": true, "b": true}, map[string]any{"b": 1, "c": 1}); !slices.Equal(got, []string{"a", "c"}) {
		t.Errorf("found %v", got)
	}
}
