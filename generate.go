// Package stashgo has the directives of make generate. They write the generated code from the documents in api, and copy
// the code of stash/flows into the pages of documentation. Programs import github.com/stash-sdk/stash-go/stash.
package stashgo

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config api/gen.gen.yaml api/openapi.yaml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config api/stash.gen.yaml api/openapi.yaml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config api/webhook.gen.yaml api/webhooks.yaml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config api/webhook-names.gen.yaml api/webhooks.yaml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config api/gameserver.gen.yaml api/gameserver.yaml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config api/gameserver-names.gen.yaml api/gameserver.yaml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config internal/tools/rivals/oapi/gen.yaml api/openapi.yaml
//go:generate go run ./internal/tools/docs
