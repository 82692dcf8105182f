// Package wire converts between Go values and the JSON that Stash and its clients exchange: a tolerant reader for what is
// received, a strict writer for what is sent, and checks of the document's rules before it is sent.
package wire

// Kind is what a Shape describes.
type Kind uint8

// The kinds of JSON values that the reader treats differently. All others are Any and are read without changes.
const (
	Any     Kind = iota
	Text         // a string; a number is read as its digits
	Integer      // an integer; a string of digits is read as one
	Enum         // a string; a number is read as the name that has this number
	Bool         // true or false; "true" and "false" in any case, 1 and 0 are read as well
	Time         // an RFC 3339 time; an empty string is read as the zero time
	Object       // an object whose keys the document defines; they may be in any spelling
	Array        // a list
	Map          // an object whose keys the game chooses; they are never changed
)

// Shape describes a schema of a document as far as the tolerant reader needs it. Shapes are generated. They consist only of
// slices and pointers, so the linker lays them out and a program spends no time on them when it starts.
type Shape struct {
	Kind   Kind
	Fields []Field // of an Object
	Elem   *Shape  // of an Array or Map
	Names  []Name  // of an Enum
}

// Field is a property of an Object.
type Field struct {
	Name  string // as the document spells it, lowerCamelCase
	Shape *Shape // nil for a property that is read without changes
}

// Name is a value of an Enum, by its name and its number.
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
