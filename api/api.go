// Package api embeds the OpenAPI documents for the emulator and the tests. The client does not import it.
package api

import _ "embed"

// OpenAPI is the document of the API that a game's backend calls.
//
//go:embed openapi.yaml
var OpenAPI []byte

// Webhooks is the document of the events that Stash posts to a webhook URL.
//
//go:embed webhooks.yaml
var Webhooks []byte

// GameServer is the document of the API that a game server hosts.
//
//go:embed gameserver.yaml
var GameServer []byte
