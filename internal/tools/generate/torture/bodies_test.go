package torture

const thing = `
schemas: {OPThing: {type: object, required: [name], properties: {name: {type: string, minLength: 1}, count: {type: integer}}}}`

// jsonBody is a request body that is a $ref to OPThing.
const jsonBody = `requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}`

// Request bodies of every kind.
var bodies = []construct{
	{name: "body object", text: "method: post\n" + jsonBody + thing,
		call: `c.OP(ctx, gen.OPThing{Name: "a<b"})`, sent: `POST /t/OP||{"name":"a<b"}`},
	{name: "body object with a wrong value", text: "method: post\n" + jsonBody + thing,
		call: `c.OP(ctx, gen.OPThing{})`, got: "error: name is empty; it must be set"},
	{name: "body of PUT", text: "method: put\n" + jsonBody + thing,
		call: `c.OP(ctx, gen.OPThing{Name: "a", Count: 2})`, sent: `PUT /t/OP||{"count":2,"name":"a"}`},
	{name: "body of PATCH", text: "method: patch\n" + jsonBody + thing,
		call: `c.OP(ctx, gen.OPThing{Name: "a"})`, sent: `PATCH /t/OP||{"name":"a"}`},
	{name: "body of DELETE", text: "method: delete\n" + jsonBody + thing,
		call: `c.OP(ctx, gen.OPThing{Name: "a"})`, sent: `DELETE /t/OP||{"name":"a"}`},
	{name: "body without properties", text: `
method: post
requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OPNothing'}}}}
schemas: {OPNothing: {type: object}}`,
		call: `c.OP(ctx)`, sent: `POST /t/OP||{}`},
	{name: "body by $ref", text: `
method: post
requestBody: {$ref: '#/components/requestBodies/OPBody'}
components: {requestBodies: {OPBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}}` + thing,
		call: `c.OP(ctx, gen.OPThing{Name: "a"})`, sent: `POST /t/OP||{"name":"a"}`},
	{name: "body and parameters", text: "path: '/t/OP/{id}'\nmethod: post\n" + jsonBody + `
parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: dry, in: query, schema: {type: boolean}}]` + thing,
		call: `c.OP(ctx, "1", gen.OPParams{Dry: ptr(true)}, gen.OPThing{Name: "a"})`, sent: `POST /t/OP/1?dry=true||{"name":"a"}`},
	{name: "body list", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: array, items: {type: string}}}}}`,
		refused: "OP: request body: it must be a $ref to an object; put other values into a property of one"},
	{name: "body map", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: object, additionalProperties: {type: string}}}}}`,
		refused: "OP: request body: it must be a $ref to an object; put other values into a property of one"},
	{name: "body text in JSON", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: string}}}}`,
		refused: "OP: request body: it must be a $ref to an object; put other values into a property of one"},
	{name: "body allOf", text: `
method: post
requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OPAll'}}}}
schemas:
  OPA: {type: object, properties: {a: {type: string}}}
  OPAll: {allOf: [{$ref: '#/components/schemas/OPA'}, {type: object, properties: {b: {type: string}}}]}`,
		refused: "OP"},
	{name: "body form", text: "method: post\n" + `requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		refused: "OP: request body: the content type application/x-www-form-urlencoded is not supported; write application/json, and no other"},
	{name: "body multipart", text: "method: post\n" + `requestBody: {required: true, content: {multipart/form-data: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		refused: "OP: request body: the content type multipart/form-data is not supported; write application/json, and no other"},
	{name: "body merge patch", text: "method: patch\n" + `requestBody: {required: true, content: {application/merge-patch+json: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		refused: "OP: request body: the content type application/merge-patch+json is not supported; write application/json, and no other"},
	{name: "body text", text: "method: post\n" + `requestBody: {required: true, content: {text/plain: {schema: {type: string}}}}`,
		refused: "OP: request body: the content type text/plain is not supported; write application/json, and no other"},
	{name: "body binary", text: "method: post\n" + `requestBody: {required: true, content: {application/octet-stream: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		refused: "OP: request body: the content type application/octet-stream is not supported; write application/json, and no other"},
	{name: "body in JSON or as a form", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}, application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		refused: "OP: request body: the content type application/x-www-form-urlencoded is not supported; write application/json, and no other"},
	{name: "body optional", text: "method: post\n" + `requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		refused: "OP: request body: an optional body would always be sent; write required: true"},
	{name: "body of GET", text: jsonBody + thing,
		refused: "OP: request body: a GET has no body; write parameters, or use POST"},
	{name: "body object without a name", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}`,
		refused: "OP: request body"},
}
