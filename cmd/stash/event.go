package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
)

// webhooks is the webhook document, parsed once.
var webhooks = sync.OnceValues(func() (*contract.Contract, error) { return contract.Load(api.Webhooks) })

// eventExamples returns the document's examples as JSON, by event type.
func eventExamples() (map[string][]byte, error) {
	doc, err := webhooks()
	if err != nil {
		return nil, err
	}
	byType := map[string][]byte{}
	for _, op := range doc.Operations() {
		for _, example := range op.Spec.RequestBody.Value.Content.Get("application/json").Examples {
			body, err := json.Marshal(example.Value.Value)
			if err != nil {
				return nil, err
			}
			event, _ := example.Value.Value.(map[string]any)
			if name, ok := event["type"].(string); ok {
				byType[name] = body
			}
		}
	}
	return byType, nil
}

func eventNames() ([]string, error) {
	byType, err := eventExamples()
	return slices.Sorted(maps.Keys(byType)), err
}

// eventOf returns the body of an event with changed fields, checked against the document.
func eventOf(name string, changes []string) ([]byte, error) {
	byType, err := eventExamples()
	if err != nil {
		return nil, err
	}
	names := slices.Sorted(maps.Keys(byType))
	i := slices.IndexFunc(names, func(each string) bool { return strings.EqualFold(each, name) })
	if i < 0 {
		return nil, misuse("there is no event %.60q%s; the events are %s", name, contract.Suggestion(name, names), strings.Join(names, ", "))
	}
	event, err := numbered(byType[names[i]])
	if err != nil {
		return nil, err
	}
	for _, change := range changes {
		path, value, ok := strings.Cut(change, "=")
		if !ok {
			return nil, misuse("--field %.60q has no equals sign; write --field a.b=c", change)
		}
		if err := set(event, path, value); err != nil {
			return nil, err
		}
	}
	if err := judge(names[i], event); err != nil {
		return nil, err
	}
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	if err := e.Encode(event); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(body.Bytes()), nil
}

// numbered decodes an object and keeps all digits of its numbers.
func numbered(data []byte) (map[string]any, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var event map[string]any
	err := d.Decode(&event)
	return event, err
}

// set changes a field of the envelope if it has one of that name, otherwise of the payload.
func set(event map[string]any, path, text string) error {
	steps := strings.Split(path, ".")
	var at any = event
	if _, own := event[steps[0]]; !own {
		for _, member := range event {
			if payload, ok := member.(map[string]any); ok {
				at = payload
			}
		}
	}
	for i, step := range steps {
		last := i == len(steps)-1
		switch here := at.(type) {
		case map[string]any:
			if last {
				here[step] = valueLike(here[step], text)
				return nil
			}
			if here[step] == nil {
				here[step] = map[string]any{}
			}
			at = here[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n < 0 || n >= len(here) {
				return misuse("--field %.60q: %.40q is not an index of a list of %s; indexes start at 0", path, step, plural(len(here), "element"))
			}
			if last {
				here[n] = valueLike(here[n], text)
				return nil
			}
			at = here[n]
		default:
			return misuse("--field %.60q: %s has no fields; remove .%.40s", path, strings.Join(steps[:i], "."), step)
		}
	}
	return nil
}

// valueLike gives a text the type of the value that it replaces: a string stays a string, and other values are parsed as
// JSON if possible.
func valueLike(old any, text string) any {
	if _, isText := old.(string); isText {
		return text
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil || d.More() {
		return text
	}
	return value
}

// judge checks an event against the payload of its type, so that a misspelled field is found before it is sent.
func judge(eventType string, event map[string]any) error {
	doc, err := webhooks()
	if err != nil {
		return err
	}
	shape, err := doc.ShapeOfEvent(eventType)
	if err != nil {
		return err
	}
	found := shape.Check(event)
	if len(found) == 0 {
		return nil
	}
	return misuse("the event does not match the document: %s; correct --field", found[0])
}

// plural returns a count with its noun.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
