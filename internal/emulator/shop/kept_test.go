package shop

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestWholeStateIsKept checks that the state file has each field of the shop and of its rows. The listed exceptions are
// computed from the tables, or set when the shop is made.
func TestWholeStateIsKept(t *testing.T) {
	derived := []string{"Shop.clock", "Shop.announce", "Shop.file", "Shop.mu", "Shop.catalog", "catalog.listed", "catalog.since", "catalog.till"}
	s := New(time.Now, func(any) {})
	inFile := map[uintptr]bool{}
	for _, table := range s.Tables() {
		inFile[reflect.ValueOf(table).Pointer()] = true
	}
	found := unkept(reflect.ValueOf(s).Elem(), inFile)
	found = append(found, unkept(reflect.ValueOf(&s.catalog).Elem(), inFile)...)
	slices.Sort(derived)
	slices.Sort(found)
	if !slices.Equal(found, derived) {
		t.Errorf("not kept: %q, want %q", found, derived)
	}
}

// unkept returns the fields of a struct that are not tables, and the fields of rows that the file leaves out.
func unkept(v reflect.Value, inFile map[uintptr]bool) (found []string) {
	for i := range v.NumField() {
		field := v.Field(i)
		table := field.Kind() == reflect.Struct && strings.HasPrefix(field.Type().Name(), "Table[")
		if table && inFile[field.Addr().Pointer()] {
			found = append(found, unkeptFields(field.FieldByName("rows").Type().Elem().Elem())...)
		} else {
			found = append(found, v.Type().Name()+"."+v.Type().Field(i).Name)
		}
	}
	return found
}

// unkeptFields returns the fields of a row's value that JSON leaves out, in types of the emulator.
func unkeptFields(row reflect.Type) (found []string) {
	value, _ := row.FieldByName("Value")
	if value.Type.Kind() != reflect.Struct {
		return nil
	}
	for i := range value.Type.NumField() {
		field := value.Type.Field(i)
		if name := field.Tag.Get("json"); !field.IsExported() || name == "" || name == "-" {
			found = append(found, value.Type.Name()+"."+field.Name)
		}
	}
	return found
}
