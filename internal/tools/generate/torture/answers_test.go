package torture

const answerThing = `
schemas: {OPThing: {type: object, properties: {id: {type: string}}}}`

// Answers of every kind.
var answers = []construct{
	{name: "answer object", text: ``, call: `c.OP(ctx)`, sent: "GET /t/OP"},
	{name: "answer by $ref", text: `
responses: {'200': {$ref: '#/components/responses/OPDone'}}
components: {responses: {OPDone: {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}}` + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP"},
	{name: "answer map", text: `
responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPMap'}}}}}
schemas: {OPMap: {type: object, additionalProperties: {type: string}}}`,
		call: `c.OP(ctx)`, sent: "GET /t/OP"},
	{name: "answer with headers", text: `
responses: {'200': {description: Done., headers: {X-Rate: {schema: {type: integer}}}, content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}` + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP"},
	{name: "answer with links", text: `
responses: {'200': {description: Done., links: {self: {operationId: OP}}, content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}` + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP"},
	{name: "answer 404 of a type", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '404': {description: None., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + answerThing,
		call: `c.OP(ctx)`, answer: `404|application/json|{"id":"none"}`, got: "error: HTTP 404"},
	{name: "answer 201 only", text: "method: post\nresponses: {'201': {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		refused: "OP"},
	{name: "answer 202 beside 200", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '202': {description: Later., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + answerThing,
		refused: "OP: response 202: a success must have the status 200; write that, or leave this one out"},
	{name: "answer 202 of another type", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '202': {description: Later., content: {application/json: {schema: {$ref: '#/components/schemas/OPLater'}}}}
schemas: {OPThing: {type: object, properties: {id: {type: string}}}, OPLater: {type: object, properties: {job: {type: string}}}}`,
		refused: "OP: response 202: a success must have the status 200; write that, or leave this one out"},
	{name: "answer 204 only", text: "method: delete\nresponses: {'204': {description: Gone.}}", refused: "OP"},
	{name: "answer 204 beside 200", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '204': {description: Nothing.}` + answerThing,
		refused: "OP: response 204: a success must have the status 200; write that, or leave this one out"},
	{name: "answer 2XX", text: "responses: {2XX: {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		refused: "OP"},
	{name: "answer 200 without content", text: "responses: {'200': {description: Done.}}", refused: "OP: response 200: the content type none is not supported"},
	{name: "answer default only", text: "responses: {default: {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		refused: "OP: there is no 200 response; say what a success looks like"},
	{name: "answer text", text: "responses: {'200': {description: Done., content: {text/plain: {schema: {type: string}}}}}",
		refused: "OP: response 200: the content type text/plain is not supported; write application/json, and no other"},
	{name: "answer binary", text: "responses: {'200': {description: Done., content: {application/octet-stream: {schema: {type: string, format: binary}}}}}",
		refused: "OP: response 200"},
	{name: "answer JSON or CSV", text: "responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}, text/csv: {schema: {type: string}}}}}" + answerThing,
		refused: "OP: response 200: the content type text/csv is not supported; write application/json, and no other"},
	{name: "answer of a vendor's JSON", text: "responses: {'200': {description: Done., content: {application/vnd.thing+json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		refused: "OP: response 200: the content type application/vnd.thing+json is not supported; write application/json, and no other"},
	{name: "answer list", text: "responses: {'200': {description: Done., content: {application/json: {schema: {type: array, items: {type: string}}}}}}",
		refused: "OP: response 200: it must be a $ref to an object"},
	{name: "answer list with a name", text: `
responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPList'}}}}}
schemas: {OPList: {type: array, items: {type: string}}}`,
		refused: "OP: response 200: it must be a $ref to an object"},
	{name: "answer object without a name", text: "responses: {'200': {description: Done., content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}",
		refused: "OP: response 200"},
	{name: "answer allOf", text: `
responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPAll'}}}}}
schemas:
  OPA: {type: object, properties: {a: {type: string}}}
  OPAll: {allOf: [{$ref: '#/components/schemas/OPA'}, {type: object, properties: {b: {type: string}}}]}`,
		refused: "OP"},
	{name: "answer of HEAD", text: "{method: head}", refused: "OP: a HEAD has no body to read; use GET"},
}
