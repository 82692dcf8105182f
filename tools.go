//go:build tools

package stashgo

// This import makes go.mod pin the generator's version.
import _ "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
