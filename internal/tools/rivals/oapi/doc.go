// Package oapi is a client that oapi-codegen generates from api/openapi.yaml with its own templates: what a team has
// that generates a client and stops there. TestFeatures in package stash compares the SDK with it.
//
// make generate writes it. Run go test ./stash -run Features -update after a change, to write the table in features.md.
package oapi
