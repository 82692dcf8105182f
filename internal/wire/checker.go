package wire

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Checker walks a message and collects every value that breaks a rule of the document, with its JSON path. The
// generated Check methods drive it. Paths are put into words only for problems, so a message without any costs
// next to nothing.
type Checker struct {
	problems []*Problem
	path     []step
	ranks    []int // of each list around: how far in the order its entries have come
	unique   map[known][]step
	defined  map[known]bool
	referred []reference
}

// step is an entry of a list where its name is empty.
type step struct {
	name  string
	index int
}

type known struct{ kind, value string }

type reference struct {
	known
	field string
}

// Checked is a message that knows the rules of the document.
type Checked interface{ Check(*Checker) }

// Invalid is every problem of a message, in the order of its fields.
type Invalid struct {
	Message  string // the type
	Problems []*Problem
}

// Error lists all problems, one a line.
func (e *Invalid) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "the %s breaks %d of the document's rules:", e.Message, len(e.Problems))
	for _, p := range e.Problems {
		text.WriteString("\n\t" + p.Error())
	}
	return text.String()
}

// Unwrap returns the problems.
func (e *Invalid) Unwrap() []error {
	list := make([]error, len(e.Problems))
	for i, p := range e.Problems {
		list[i] = p
	}
	return list
}

// Check applies a message's rules; the error is an *Invalid.
func Check(name string, message Checked) error {
	var c Checker
	message.Check(&c)
	for _, r := range c.referred {
		if !c.defined[r.known] {
			c.problems = append(c.problems, &Problem{r.field, fmt.Sprintf("is %.60q; no %s has it", r.value, r.kind)})
		}
	}
	if len(c.problems) == 0 {
		return nil
	}
	return &Invalid{name, c.problems}
}

// Enter goes into a property, and Leave out of it.
func (c *Checker) Enter(name string) { c.path = append(c.path, step{name: name}) }

// Leave goes out of a property.
func (c *Checker) Leave() { c.path = c.path[:len(c.path)-1] }

// List goes into a list, At to one of its entries, and EndList out of it.
func (c *Checker) List(name string) {
	c.path = append(c.path, step{name: name}, step{})
	c.ranks = append(c.ranks, 0)
}

// At goes to an entry of the list.
func (c *Checker) At(i int) { c.path[len(c.path)-1].index = i }

// EndList goes out of a list.
func (c *Checker) EndList() {
	c.path = c.path[:len(c.path)-2]
	c.ranks = c.ranks[:len(c.ranks)-1]
}

// add notes a problem of a property here; no name stands for the object itself.
func (c *Checker) add(name, format string, args ...any) {
	c.problems = append(c.problems, &Problem{c.at(name), fmt.Sprintf(format, args...)})
}

func (c *Checker) at(name string) string { return pathText(c.path, name) }

func pathText(path []step, name string) string {
	var text strings.Builder
	for _, s := range path {
		if s.name == "" {
			text.WriteString("[" + strconv.Itoa(s.index) + "]")
			continue
		}
		if text.Len() > 0 {
			text.WriteByte('.')
		}
		text.WriteString(s.name)
	}
	if text.Len() > 0 && name != "" {
		text.WriteByte('.')
	}
	return text.String() + name
}

// Text applies a string's rules; no maximum is 0.
func (c *Checker) Text(name, value string, required bool, least, most int, pattern string) {
	n := utf8.RuneCountInString(value)
	switch {
	case value == "" && !required:
	case value == "":
		c.add(name, "is empty; it must be set")
	case n < least:
		c.add(name, "is %.60q; it must have at least %d characters", value, least)
	case most > 0 && n > most:
		c.add(name, "is %.60q; it must have at most %d characters", value, most)
	case pattern != "" && !Match(pattern, value):
		c.add(name, "is %.60q; it must be %s", value, inWords(pattern))
	}
}

// Range applies a number's limits.
func (c *Checker) Range(name string, value, least, most int64) {
	switch {
	case value < least:
		c.add(name, "is %d; it must be at least %d", value, least)
	case value > most:
		c.add(name, "is %d; it must be at most %d", value, most)
	}
}

// Count applies a list's least and greatest length. A most of 0 is no limit.
func (c *Checker) Count(name string, length int, required bool, least, most int) {
	switch {
	case length < least && (required || length > 0):
		c.add(name, "has %d entries; it must have at least %d", length, least)
	case most > 0 && length > most:
		c.add(name, "has %d entries; it must have at most %d", length, most)
	}
}

// ExactlyOne refuses none and more than one of some properties.
func (c *Checker) ExactlyOne(names []string, set ...bool) {
	if n := count(set); n != 1 {
		c.add("", "must have exactly one of %s, and has %d", strings.Join(names, ", "), n)
	}
}

// AtLeastOne refuses none of some properties.
func (c *Checker) AtLeastOne(names []string, set ...bool) {
	if !slices.Contains(set, true) {
		c.add("", "must have at least one of %s, and has none", strings.Join(names, ", "))
	}
}

// Needed reports a property that must be set for a reason.
func (c *Checker) Needed(name string, set bool, reason string) {
	if !set {
		c.add(name, "is empty; it must be set where %s", reason)
	}
}

// Unique refuses a value that stood before.
func (c *Checker) Unique(name, kind, value string) {
	if value == "" {
		return
	}
	k := known{kind, value}
	if before, ok := c.unique[k]; ok {
		c.add(name, "is %.60q, as in %s; each %s must have its own", value, pathText(before, name), kind)
		return
	}
	if c.unique == nil {
		c.unique = map[known][]step{}
	}
	c.unique[k] = slices.Clone(c.path)
}

// Define notes a value that others may refer to.
func (c *Checker) Define(kind, value string) {
	if c.defined == nil {
		c.defined = map[known]bool{}
	}
	c.defined[known{kind, value}] = true
}

// Refer notes a value that must be defined somewhere in the message.
func (c *Checker) Refer(name, kind, value string) {
	if value != "" {
		c.referred = append(c.referred, reference{known{kind, value}, c.at(name)})
	}
}

// Order refuses an entry of the innermost list that comes after one which must follow it.
func (c *Checker) Order(name, value string, order ...string) {
	rank := slices.Index(order, value) + 1
	if rank == 0 || len(c.ranks) == 0 {
		return
	}
	last := &c.ranks[len(c.ranks)-1]
	if rank < *last {
		c.add(name, "is %s after %s; the order in a list is %s", value, order[*last-1], strings.Join(order, ", "))
		return
	}
	*last = rank
}
