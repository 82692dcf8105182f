package rules

import (
	"regexp"
	"strconv"
	"strings"

	yaml3 "gopkg.in/yaml.v3"
)

// lines tells where in a document things stand.
type lines struct{ root *yaml3.Node }

// at returns the line of what a JSON pointer points to, or of what is nearest around it.
func (l lines) at(pointer string) int {
	if l.root == nil || len(l.root.Content) == 0 {
		return 0
	}
	node, line := l.root.Content[0], l.root.Content[0].Line
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		key, value := child(node, unescape(step))
		if value == nil {
			break
		}
		node, line = value, key.Line
	}
	return line
}

func (l lines) text(key string) (string, bool) {
	if len(l.root.Content) == 0 {
		return "", false
	}
	_, value := child(l.root.Content[0], key)
	if value == nil {
		return "", false
	}
	return value.Value, true
}

// child returns a key and its value, or an entry of a list twice.
func child(node *yaml3.Node, step string) (key, value *yaml3.Node) {
	switch node.Kind {
	case yaml3.AliasNode:
		return child(node.Alias, step)
	case yaml3.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Value == step {
				return node.Content[i], node.Content[i+1]
			}
		}
	case yaml3.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(node.Content) {
			return node.Content[i], node.Content[i]
		}
	}
	return nil, nil
}

var (
	yamlLine = regexp.MustCompile(`line (\d+)`)
	quoted   = regexp.MustCompile(`"([^"]{2,})"`)
)

// mentioned guesses the line of an error that does not say its place: the last key or value in the document that it
// quotes, going from the outside in.
func (l lines) mentioned(text string) int {
	if found := yamlLine.FindStringSubmatch(text); found != nil {
		line, _ := strconv.Atoi(found[1])
		return line
	}
	if l.root == nil {
		return 0
	}
	node, line := l.root, 0
	for _, found := range quoted.FindAllStringSubmatch(text, -1) {
		if key, value := search(node, found[1]); key != nil {
			node, line = value, key.Line
		}
	}
	return line
}

// search finds the first key or text below a node that reads so.
func search(node *yaml3.Node, text string) (key, value *yaml3.Node) {
	for i, inner := range node.Content {
		if inner.Kind == yaml3.ScalarNode && inner.Value == text {
			if node.Kind == yaml3.MappingNode && i%2 == 0 {
				return inner, node.Content[i+1]
			}
			return inner, inner
		}
		if key, value = search(inner, text); key != nil {
			return key, value
		}
	}
	return nil, nil
}

// escape and unescape are for one step of a JSON pointer.
func escape(step string) string {
	return strings.ReplaceAll(strings.ReplaceAll(step, "~", "~0"), "/", "~1")
}

func unescape(step string) string {
	return strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
}
