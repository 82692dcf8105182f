package rules

import (
	"fmt"
	"regexp"
	"slices"
)

// limits refuses validation keywords that are not checked before a request is sent.
func (f *finder) limits(s schema) {
	v := s.Value
	if v.Pattern != "" && v.Type.Is("string") {
		f.pattern(s)
	}
	if v.UniqueItems && v.Type.Is("array") && (v.Items == nil || !scalar(v.Items.Value) || slices.Contains([]string{"byte", "binary", "date-time"}, v.Items.Value.Format)) {
		f.add(s.Pointer+"/uniqueItems", s.Where, "uniqueItems is checked only for strings and numbers; say it in the description, and remove it")
	}
	if v.MultipleOf != nil && *v.MultipleOf <= 0 {
		f.add(s.Pointer+"/multipleOf", s.Where, fmt.Sprintf("multipleOf is %v; write a number above 0", *v.MultipleOf))
	}
	if (v.MinProps > 0 || v.MaxProps != nil) && len(v.Properties) > 0 {
		f.add(s.Pointer, s.Where, "minProperties and maxProperties are checked only for maps; say it in the description, and remove them")
	}
	limited := v.MinLength > 0 || v.MaxLength != nil || v.Pattern != ""
	if limited && v.Type.Is("string") && (slices.Contains([]string{"date-time", "int64", "byte", "binary"}, v.Format) || len(v.Enum) > 0) {
		f.add(s.Pointer, s.Where, "limits on the text of a time, a 64-bit integer, bytes or an enum are not checked; say them in the description, and remove them")
	}
	if format := v.Format; v.Type.Is("string") && !Checked(format) && !slices.Contains(byType, format) && !slices.Contains(textFormats, format) {
		f.add(s.Pointer+"/format", s.Where, "format "+format+" is not checked before a request is sent; write it as a pattern, or remove it")
	}
}

// checked are the formats of strings that wire.CheckFormat knows.
var checked = []string{"date", "email", "hostname", "ipv4", "ipv6", "uri", "uuid"}

// Checked reports whether a value of a format is checked before it is sent.
func Checked(format string) bool { return slices.Contains(checked, format) }

// byType are the formats of strings that the Go type holds values to, and those that say nothing about the text.
var byType = []string{"", "date-time", "int64", "byte", "binary", "password"}

// part is one step of the patterns that wire.Match reads: a class or a plain character, and how often.
const patternPart = `(\[\^?[^\\\[\]]+\]|[^\\^$.|?*+()\[\]{}])([*+?]|\{[0-9]+(?:,[0-9]*)?\})?`

var simplePattern = regexp.MustCompile(`^\^(?:` + patternPart + `)*\$$`)

// Simple reports whether wire.Match reads a pattern as package regexp does. The others need that package.
func Simple(pattern string) bool {
	if !simplePattern.MatchString(pattern) {
		return false
	}
	_, differs := differs(pattern)
	return !differs
}

func (f *finder) pattern(s schema) {
	pattern := s.Value.Pattern
	switch _, err := Expression(pattern); {
	case Simple(pattern):
	case err != nil:
		f.add(s.Pointer+"/pattern", s.Where, fmt.Sprintf("the pattern %s is not supported: %v; write it otherwise, or say it in the description", pattern, err))
	}
}

// serverPattern refuses patterns that wire.Match does not read.
func (f *finder) serverPattern(s schema) {
	pattern := s.Value.Pattern
	if !simplePattern.MatchString(pattern) {
		f.add(s.Pointer+"/pattern", s.Where, "the pattern "+pattern+" is not supported; write ^, then plain characters or classes such as [0-9], each with its count, then $")
		return
	}
	if text, ok := differs(pattern); ok {
		f.add(s.Pointer+"/pattern", s.Where, fmt.Sprintf("the pattern %s is read otherwise than by regexp: %q gives another result; write it so that no part takes what the next one needs", pattern, text))
	}
}
