package wire

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Checker walks a message and collects every value that breaks a rule of the document, with its JSON path. The generated
// Check methods call it. It builds the text of a path only for a problem, so a correct message costs almost nothing.
type Checker struct {
	problems []*Problem
	path     []step
	ranks    []int // for each list that is open: the position of its latest entry in the order of Order
	unique   map[known][]step
	defined  map[known]bool
	referred []reference
}

// step is one part of a path: the name of a property, or the index of a list's entry if name is empty.
type step struct {
	name  string
	index int
}

type known struct{ kind, value string }

type reference struct {
	known
	field string
}

// Checked is implemented by generated messages.
type Checked interface{ Check(*Checker) }

// Invalid is every problem of a message, in the order of its fields.
type Invalid struct {
	Message  string // the name of its type
	Problems []*Problem
}

// Error lists all problems, one on each line.
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

// Check checks a message. The error is an *Invalid.
func Check(name string, message Checked) error {
	var c Checker
	message.Check(&c)
	for _, r := range c.referred {
		if !c.defined[r.known] {
			c.problems = append(c.problems, &Problem{r.field, fmt.Sprintf("is %.60q; the message has no such %s", r.value, r.kind)})
		}
	}
	if len(c.problems) == 0 {
		return nil
	}
	return &Invalid{name, c.problems}
}

// Enter goes into an object that is a property. Leave goes out again.
func (c *Checker) Enter(name string) { c.path = append(c.path, step{name: name}) }

// Leave goes out of the object that Enter went into.
func (c *Checker) Leave() { c.path = c.path[:len(c.path)-1] }

// List goes into a list that is a property. At goes to one of its entries, and EndList goes out again.
func (c *Checker) List(name string) {
	c.path = append(c.path, step{name: name}, step{})
	c.ranks = append(c.ranks, 0)
}

// At goes to the entry of the open list with this index.
func (c *Checker) At(i int) { c.path[len(c.path)-1].index = i }

// EndList goes out of the list that List went into.
func (c *Checker) EndList() {
	c.path = c.path[:len(c.path)-2]
	c.ranks = c.ranks[:len(c.ranks)-1]
}

// add adds a problem of a property of the current object. An empty name means the object itself.
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

// Text checks the length and pattern of a string. A most of 0 means no maximum.
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

// Range checks that a number is within its limits.
func (c *Checker) Range(name string, value, least, most int64) {
	switch {
	case value < least:
		c.add(name, "is %d; it must be at least %d", value, least)
	case value > most:
		c.add(name, "is %d; it must be at most %d", value, most)
	}
}

// Count checks that a list has neither too few nor too many entries. A most of 0 means no maximum. An optional list that is
// empty is not checked.
func (c *Checker) Count(name string, length int, required bool, least, most int) {
	switch {
	case length < least && (required || length > 0):
		c.add(name, "has %d entries; it must have at least %d", length, least)
	case most > 0 && length > most:
		c.add(name, "has %d entries; it must have at most %d", length, most)
	}
}

// ExactlyOne adds a problem unless exactly one of the named properties is set.
func (c *Checker) ExactlyOne(names []string, set ...bool) {
	if n := count(set); n != 1 {
		c.add("", "must have exactly one of %s, and has %d", strings.Join(names, ", "), n)
	}
}

// AtLeastOne adds a problem if none of the named properties is set.
func (c *Checker) AtLeastOne(names []string, set ...bool) {
	if !slices.Contains(set, true) {
		c.add("", "must have at least one of %s, and has none", strings.Join(names, ", "))
	}
}

// Needed adds a problem if a property is not set. The reason says when it must be set.
func (c *Checker) Needed(name string, set bool, reason string) {
	if !set {
		c.add(name, "is empty; it must be set where %s", reason)
	}
}

// Unique adds a problem if the message has had this value of the kind before. Empty values are ignored.
func (c *Checker) Unique(name, kind, value string) {
	if value == "" {
		return
	}
	k := known{kind, value}
	if before, ok := c.unique[k]; ok {
		c.add(name, "is %.60q, as in %s; each %s must have its own", value, pathText(before, name), kind)
		return
	}
	c.remember(k)
}

// Once adds a problem if an entry of the innermost list has had this value before, and the value is one that a list has
// at most once.
func (c *Checker) Once(name, value string, once ...string) {
	if len(c.path) == 0 || !slices.Contains(once, value) {
		return
	}
	k := known{pathText(c.path[:len(c.path)-1], name), value}
	if before, ok := c.unique[k]; ok {
		c.add(name, "is %s, as in %s; a list has at most one", value, pathText(before, name))
		return
	}
	c.remember(k)
}

func (c *Checker) remember(k known) {
	if c.unique == nil {
		c.unique = map[known][]step{}
	}
	c.unique[k] = slices.Clone(c.path)
}

// Define remembers a value that other values may refer to.
func (c *Checker) Define(kind, value string) {
	if c.defined == nil {
		c.defined = map[known]bool{}
	}
	c.defined[known{kind, value}] = true
}

// Refer remembers a value that must be defined somewhere in the message. Check looks for it at the end.
func (c *Checker) Refer(name, kind, value string) {
	if value != "" {
		c.referred = append(c.referred, reference{known{kind, value}, c.at(name)})
	}
}

// Order adds a problem if an entry of the innermost list comes after an entry that must follow it.
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
