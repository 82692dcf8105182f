package wire

import (
	"fmt"
	"strings"
)

// CheckEnum checks that a value is one of those that the document lists. An optional value that is zero is not sent and is
// not checked.
func CheckEnum[T ~string | ~int | ~int32 | ~int64](field string, value T, required bool, known ...T) error {
	var zero T
	if value == zero && !required {
		return nil
	}
	for _, one := range known {
		if value == one {
			return nil
		}
	}
	// A call without a mistake must not allocate, so known must not escape: its values are copied one by one.
	list := make([]string, 0, len(known))
	for _, one := range known {
		list = append(list, fmt.Sprint(one))
	}
	if len(list) > 12 {
		list = append(list[:12], fmt.Sprintf("or one of %d others", len(known)-12))
	}
	what := fmt.Sprintf("is %.60q", fmt.Sprint(value))
	if fmt.Sprint(value) == "" {
		what = "is empty"
	}
	return &Problem{field, what + "; it must be one of " + strings.Join(list, ", ")}
}

// CheckReadOnly refuses a property that only responses have. A request with it would be refused.
func CheckReadOnly(field string, set bool) error {
	if set {
		return &Problem{field, "is set, and only responses have it; leave it unset"}
	}
	return nil
}
