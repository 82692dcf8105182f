// Package wire holds how values look on the wire: a tolerant reader for what Stash sends, and the checks that
// the documents put on what is sent to it.
package wire

// Kind is what a Shape describes.
type Kind uint8

// The kinds of JSON value that the reader tells apart. Everything else is Any and is left as it stands.
const (
	Any     Kind = iota
	Text         // a string; a number is read as its digits
	Integer      // an integer; a string of digits is read as one
	Enum         // a string; a number is read as the name it stands for
	Bool         // true or false; "true" in any case, 1 and their opposites are read as well
	Time         // an RFC 3339 time; an empty string is read as none
	Object       // an object whose keys are the document's own
	Array        // a list
	Map          // an object whose keys are the caller's own, never respelled
)

// Shape describes a schema of a document as far as the tolerant reader needs it. Shapes are generated, and made
// of slices alone so that they cost nothing when a program starts.
type Shape struct {
	Kind   Kind
	Fields []Field // of an Object
	Elem   *Shape  // of an Array or Map
	Names  []Name  // of an Enum
}

// Field is a property of an Object.
type Field struct {
	Name  string // as the document spells it, lowerCamelCase
	Shape *Shape // nil for a property that is read as it stands
}

// Name is a value of an Enum that has a number.
type Name struct {
	Number int64
	Text   string
}

func (s *Shape) field(name []byte) *Field {
	for i := range s.Fields {
		if s.Fields[i].Name == string(name) {
			return &s.Fields[i]
		}
	}
	return nil
}
