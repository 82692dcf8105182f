package contract

import (
	"fmt"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// int64Pattern is how a document writes a 64-bit integer in a string.
const int64Pattern = "^-?[0-9]{1,19}$"

// kin-openapi has no validator for 64-bit integers in strings, as protobuf JSON writes them.
func init() {
	openapi3.DefineStringFormatValidator("int64", openapi3.NewCallbackValidator(func(text string) error {
		if _, err := strconv.ParseInt(text, 10, 64); err != nil {
			return fmt.Errorf("string is not a 64-bit integer")
		}
		return nil
	}))
}
