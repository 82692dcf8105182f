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
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `404|application/json|{"id":"none"}`, got: "error: HTTP 404"},
	{name: "answer 201 only", text: "method: post\nresponses: {'201': {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		call: `c.OP(ctx)`, sent: "POST /t/OP", answer: `201|application/json|{"id":"a"}`},
	{name: "answer 202 beside 200", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '202': {description: Later., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `202|application/json|{"id":"a"}`},
	{name: "answer 202 of another type", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '202': {description: Later., content: {application/json: {schema: {$ref: '#/components/schemas/OPLater'}}}}
schemas: {OPThing: {type: object, properties: {id: {type: string}}}, OPLater: {type: object, properties: {job: {type: string}}}}`,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `202|application/json|{"job":"a"}`, got: `{"Status":202,"OK":null,"Accepted":{"job":"a"}}`},
	{name: "answer 200 of several types, in another spelling", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '201': {description: Made., content: {application/json: {schema: {type: array, items: {type: string}}}}}
  '204': {description: Nothing.}
schemas: {OPThing: {type: object, properties: {twoWords: {type: integer}}}}`,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"two_words":"1"}`, got: `{"Status":200,"OK":{"twoWords":1},"Created":null}`},
	{name: "answer 204 beside several types", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '201': {description: Made., content: {application/json: {schema: {type: array, items: {type: string}}}}}
  '204': {description: Nothing.}` + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `204||`, got: `{"Status":204,"OK":null,"Created":null}`},
	{name: "answer of several types with a status that the document lacks", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '201': {description: Made., content: {application/json: {schema: {type: array, items: {type: string}}}}}` + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `203|application/json|{}`, got: `error: the document does not have this status`},
	{name: "answer 2XX beside 200 of another type", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  2XX: {description: Made., content: {application/json: {schema: {type: array, items: {type: string}}}}}` + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `202|application/json|["a"]`, got: `{"Status":202,"OK":null,"Other":["a"]}`},
	{name: "answer of several types, one of them text", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '202': {description: Later., content: {text/plain: {schema: {type: string}}}}` + answerThing,
		refused: "OP: its successes have several types, and not all are application/json; write all of them in JSON"},
	{name: "answer 204 only", text: "method: delete\nresponses: {'204': {description: Gone.}}", call: `nothing(c.OP(ctx))`, sent: "DELETE /t/OP", answer: `204||`, got: "null"},
	{name: "answer 204 beside 200", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '204': {description: Nothing.}` + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `204||`, got: "{}"},
	{name: "answer 2XX", text: "responses: {2XX: {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `203|application/json|{"id":"a"}`},
	{name: "answer 200 without content", text: "responses: {'200': {description: Done.}}", call: `nothing(c.OP(ctx))`, sent: "GET /t/OP", answer: `200||`, got: "null"},
	{name: "answer default only", text: "responses: {default: {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		refused: "OP: there is no 2xx response; say what a success looks like"},
	{name: "answer text", text: "responses: {'200': {description: Done., content: {text/plain: {schema: {type: string}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP|Accept: text/plain", answer: "200|text/plain|a\n", got: `"a\n"`},
	{name: "answer binary", text: "responses: {'200': {description: Done., content: {application/octet-stream: {schema: {type: string, format: binary}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP|Accept: application/octet-stream", answer: "200|application/octet-stream|ab", got: `"YWI="`},
	{name: "answer JSON or CSV", text: "responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}, text/csv: {schema: {type: string}}}}}" + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP"},
	{name: "answer of a vendor's JSON", text: "responses: {'200': {description: Done., content: {application/vnd.thing+json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP|Accept: application/vnd.thing+json", answer: `200|application/vnd.thing+json|{"id":"a"}`},
	{name: "answer list", text: "responses: {'200': {description: Done., content: {application/json: {schema: {type: array, items: {type: string}}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|["a"]`, got: `["a"]`},
	{name: "answer list with a name", text: `
responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPList'}}}}}
schemas: {OPList: {type: array, items: {type: string}}}`,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|["a"]`, got: `["a"]`},
	{name: "answer object without a name", text: "responses: {'200': {description: Done., content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP"},
	{name: "answer list of objects without a name", text: "responses: {'200': {description: Done., content: {application/json: {schema: {type: array, items: {type: object, properties: {twoWords: {type: string}}}}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|[{"two_words":"a"}]`, got: `[{"twoWords":"a"}]`},
	{name: "answer allOf", text: `
responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPAll'}}}}}
schemas:
  OPA: {type: object, properties: {a: {type: string}}}
  OPAll: {allOf: [{$ref: '#/components/schemas/OPA'}, {type: object, properties: {b: {type: string}}}]}`,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"a":"1","b":"2"}`, got: `{"a":"1","b":"2"}`},
	{name: "answer of HEAD", text: "{method: head}", call: `nothing(c.OP(ctx))`, sent: "HEAD /t/OP", got: "null"},
	{name: "answer text that is a web page", text: "responses: {'200': {description: Done., content: {text/plain: {schema: {type: string}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP|Accept: text/plain", answer: "200|text/html|<html>", got: `error: `},
	{name: "answer of an image", text: "responses: {'200': {description: Done., content: {image/png: {schema: {type: string, format: binary}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP|Accept: image/png", answer: "200|image/png|ab", got: `"YWI="`},
	{name: "answer list of objects", text: `
responses: {'200': {description: Done., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/OPThing'}}}}}}` + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|[{"id":"a"}]`, got: `[{"id":"a"}]`},
	{name: "answer text in JSON", text: "responses: {'200': {description: Done., content: {application/json: {schema: {type: string}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|"a"`, got: `"a"`},
	{name: "answer integer in JSON", text: "responses: {'200': {description: Done., content: {application/json: {schema: {type: integer, format: int64}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|9007199254740993`, got: `9007199254740993`},
	{name: "answer free-form", text: "responses: {'200': {description: Done., content: {application/json: {schema: {type: object}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"a_b":9007199254740993}`, got: `{"a_b":9007199254740993}`},
	{name: "answer without a type", text: "responses: {'200': {description: Done., content: {application/json: {schema: {}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|[9007199254740993]`, got: `[9007199254740993]`},
	{name: "answer map without a name", text: "responses: {'200': {description: Done., content: {application/json: {schema: {type: object, additionalProperties: {type: integer}}}}}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"a_b":1}`, got: `{"a_b":1}`},
	{name: "answer 202 without content beside 200", text: `
responses:
  '200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
  '202': {description: Later.}` + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `202||`, got: "{}"},
	{name: "answer 204 with content", text: "responses: {'204': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		refused: "OP: response 204: a response 204 has no body; remove its content"},
	{name: "answer multipart", text: "responses: {'200': {description: Done., content: {multipart/mixed: {schema: {type: string}}}}}",
		refused: "OP: response 200: the content type multipart/mixed is not supported; write application/json"},
	{name: "answer of events", text: "responses: {'200': {description: Done., content: {text/event-stream: {schema: {type: string}}}}}",
		refused: "OP: response 200: the content type text/event-stream is not supported; write application/json"},
	{name: "answer of XML", text: "responses: {'200': {description: Done., content: {application/xml: {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		refused: "OP: response 200: the content type application/xml is supported only for a string; write application/json, or type: string"},
	{name: "answer without a schema", text: "responses: {'200': {description: Done., content: {application/json: {}}}}", refused: "OP: response 200: it has no schema; say what it is"},
	{name: "answer with a status that HTTP lacks", text: "responses: {'200': {description: Done.}, '999': {description: None.}}",
		refused: "OP: a response has the status 999; write three digits, a range such as 2XX, or default"},
	{name: "answer object of any type", text: "responses: {'200': {description: Done., content: {'*/*': {schema: {$ref: '#/components/schemas/OPThing'}}}}}" + answerThing,
		call: `c.OP(ctx)`, sent: "GET /t/OP"},
}
