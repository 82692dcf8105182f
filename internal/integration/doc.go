// Package integration tests the stores in real databases, the emulator with curl and a real browser, and the documents
// with other tools that read OpenAPI. It is a module of its own, so that users do not download these packages.
//
// make integration runs it. For a part of it: sh internal/integration/run.sh -v -run=Webhook.
package integration
