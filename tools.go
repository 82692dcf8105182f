//go:build tools

package stashgo

// The generator, pinned with the module's other requirements.
import _ "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen"
