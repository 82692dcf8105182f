// Package integration tests the stores in real databases, and the emulator with curl and a real browser. It is a
// module of its own, so that users do not download the databases' drivers.
//
// make integration runs it. For a part of it: sh internal/integration/run.sh -v -run=Webhook.
package integration
