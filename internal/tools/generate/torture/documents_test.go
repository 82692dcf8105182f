package torture

// Names, security, servers, our own extensions, and what else stands around operations.
var documents = []construct{
	{name: "no operationId", text: "operationId: ''", refused: "GET /t/OP: there is no operationId"},
	{name: "operationId with dots", text: "operationId: OP.get-it", call: `c.OPGetIt(ctx)`, sent: "GET /t/OP"},
	{name: "operationId of a method by hand", text: "operationId: Call", refused: "Call: operation Call would be called Call in Go, which is the name of a declaration in package stash; give one of them another name"},
	{name: "operationId of another method by hand", text: "operationId: With", refused: "With: operation With would be called With in Go"},
	{name: "two operationIds of one Go name", text: "{operationId: OP-a, item: {delete: {operationId: OP_a, x-stash-repeat: never, security: [], responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPAnswer'}}}}}}}}",
		refused: "would be called OPA in Go, which is the name of operation OP"},
	{name: "schema called Client", text: "schemas: {Client: {type: object, properties: {a: {type: string}}}}", refused: "Client: schema Client would be called Client in Go, which is the name of"},
	{name: "schema called Error", text: "schemas: {Error: {type: object, properties: {a: {type: string}}}}", refused: "Error: schema Error would be called Error in Go, which is the name of a declaration in package stash"},
	{name: "schema called as parameters", text: "{parameters: [{name: a, in: query, schema: {type: string}}], schemas: {OPParams: {type: object, properties: {a: {type: string}}}}}",
		refused: "OP: the parameters of OP would be called OPParams in Go, which is the name of schema OPParams"},
	{name: "two schemas of one Go name", text: "schemas: {OP_x: {type: object}, OP-x: {type: object}}", refused: "would be called OPX in Go, which is the name of schema OP"},
	{name: "properties of one Go name", text: whole("  OPThing: {type: object, properties: {a_b: {type: string}, a-b: {type: string}}}"),
		refused: "OPThing.a_b: property a_b would be called AB in Go, which is the name of property a-b"},
	{name: "property called validate", text: whole("  OPThing: {type: object, properties: {validate: {type: string, minLength: 1}}}"),
		refused: "OPThing.validate: property validate would be called Validate in Go, which is the name of the method that checks it"},
	{name: "property with a dollar", text: whole("  OPThing: {type: object, properties: {$type: {type: string}}}"),
		call: `c.OP(ctx, gen.OPThing{Type: "a"})`, sent: `POST /t/OP||{"$type":"a"}`},
	{name: "property without a letter", text: whole("  OPThing: {type: object, properties: {日本: {type: string}}}"),
		refused: "OPThing.日本: property 日本 has no Go name that begins with a capital letter; give it another name"},
	{name: "property called type", text: whole("  OPThing: {type: object, properties: {type: {type: string}, func: {type: string}}}"),
		call: `c.OP(ctx, gen.OPThing{Type: "a", Func: "b"})`, sent: `POST /t/OP||{"func":"b","type":"a"}`},
	{name: "description that ends a comment", text: whole("  OPThing: {type: object, description: \"a */ b\\n// c\", properties: {a: {type: string, description: \"d */\"}}}"),
		call: `c.OP(ctx, gen.OPThing{A: "b"})`, sent: `POST /t/OP||{"a":"b"}`},
	{name: "deprecated", text: "deprecated: true", call: `c.OP(ctx)`, sent: "GET /t/OP"},
	{name: "path parameter called ctx", text: `{path: '/t/OP/{ctx}', parameters: [{name: ctx, in: path, required: true, schema: {type: string}}]}`,
		call: `c.OP(ctx, "1")`, sent: "GET /t/OP/1"},
	{name: "path parameter called query", text: `{path: '/t/OP/{query}', parameters: [{name: query, in: path, required: true, schema: {type: string}}, {name: a, in: query, schema: {type: string}}]}`,
		call: `c.OP(ctx, "1", gen.OPParams{A: ptr("b")})`, sent: "GET /t/OP/1?a=b"},
	{name: "path parameter called as a package", text: `{path: '/t/OP/{transport}', parameters: [{name: transport, in: path, required: true, schema: {type: string}}]}`,
		call: `c.OP(ctx, "1")`, sent: "GET /t/OP/1"},
	{name: "path parameter that is a keyword", text: `{path: '/t/OP/{type}', parameters: [{name: type, in: path, required: true, schema: {type: string}}]}`,
		call: `c.OP(ctx, "1")`, sent: "GET /t/OP/1"},
	{name: "callbacks", text: "callbacks: {done: {'{$request.query.url}': {post: {responses: {'200': {description: Done.}}}}}}",
		refused: "OP: callbacks are not supported; describe what Stash calls in gameserver.yaml or webhooks.yaml"},
	{name: "servers of an operation", text: "servers: [{url: https://other.example.com}]", refused: "OP: servers of its own are not supported"},
	{name: "servers of a path", text: "item: {servers: [{url: https://other.example.com}]}", refused: "OP: servers of its own are not supported"},
	{name: "server with variables", text: "document: {servers: [{url: 'https://{region}.example.com', variables: {region: {default: eu}}}]}",
		refused: "server https://{region}.example.com: variables in a server's URL are not supported; write each server with its whole URL"},
	{name: "method OPTIONS", text: "method: options", call: `c.OP(ctx)`, sent: "OPTIONS /t/OP"},
	{name: "method TRACE", text: "method: trace", refused: "OP: the method TRACE is not supported, because servers and proxies answer it themselves; use another method"},
	{name: "security of one", text: "security: [{apiKey: []}]", call: `c.OP(ctx)`, sent: "GET /t/OP|X-Stash-Api-Key: fake-key"},
	{name: "security of alternatives", text: "security: [{hmac: []}, {apiKey: []}]", call: `c.OP(ctx)`, sent: "GET /t/OP|X-Stash-Api-Key: fake-key"},
	{name: "security of two at once", text: "security: [{apiKey: [], hmac: []}]", refused: "OP: security asks for apiKey and hmac together, and a client has one credential"},
	{name: "security of a scheme that is not there", text: "security: [{oauth: []}]", refused: "OP"},
	{name: "security by another scheme", text: "{security: [{basic: []}], components: {securitySchemes: {basic: {type: http, scheme: basic}}}}",
		refused: "security scheme basic: its credential is sent in \"authorization\", and internal/transport sends it in \"\"; add the scheme to internal/transport/scheme.go"},
	{name: "repeat misspelled", text: "x-stash-repeat: allways", refused: "OP: x-stash-repeat must be one of always, never, with-transaction-id"},
	{name: "repeat missing", text: "x-stash-repeat: null", refused: "OP: x-stash-repeat must be one of always, never, with-transaction-id"},
	{name: "repeat by an id that is not there", text: "{method: post, x-stash-repeat: with-transaction-id}", refused: "OP: x-stash-repeat is with-transaction-id, and its request body has no string transactionId; write never"},
	{name: "paging without its parameter", text: "x-stash-paging: {style: offset, parameter: offset, items: things, next: nextOffset}", refused: "OP: x-stash-paging: "},
	{name: "paging of an unknown style", text: "x-stash-paging: {style: page, parameter: offset, items: things, next: nextOffset}", refused: "OP: x-stash-paging: "},
	{name: "must have what is no property", text: "responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}\nschemas: {OPThing: {type: object, properties: {id: {type: string}}, x-stash-must-have: [url]}}", refused: "OPThing: x-stash-must-have names url, which is not among its properties"},
	{name: "exactly one of what is no property", text: whole("  OPThing: {type: object, x-stash-exactly-one-of: [a, b], properties: {a: {type: string}}}"),
		refused: "OPThing: x-stash-exactly-one-of names b, which is not among its properties"},
	{name: "reference into another file", text: whole("  OPThing: {$ref: 'other.yaml#/Thing'}"), refused: "$ref other.yaml#/Thing is in another file; move what it refers to into components of this document"},
	{name: "reference into a path", text: whole("  OPThing: {$ref: '#/paths/~1t'}"), refused: "$ref #/paths/~1t does not refer to an entry of components; move what it refers to there"},
	{name: "OpenAPI 3.1", text: "document: {openapi: 3.1.0}", refused: `openapi is "3.1.0"; write the document in OpenAPI 3.0.3`},
	{name: "Swagger 2", text: "document: {swagger: '2.0', openapi: null}", refused: `write the document in OpenAPI 3.0.3`},
	{name: "types of 3.1", text: sending("{type: [string, 'null']}"), refused: "an array of types is for OpenAPI >=3.1"},
}

var constructs = concat(parameters, bodies, answers, properties, documents)

func concat(lists ...[]construct) (all []construct) {
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}
