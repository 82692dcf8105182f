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
	{name: "body free-form", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: object}}}}`,
		call: `c.OP(ctx, map[string]any{"a": 1})`, sent: `POST /t/OP||{"a":1}`},
	{name: "body free-form unset", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: object}}}}`,
		call: `c.OP(ctx, nil)`, got: "error: body is not set; it must be"},
	{name: "body without a type", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {}}}}`,
		call: `c.OP(ctx, []int{1})`, sent: `POST /t/OP||[1]`},
	{name: "body without a type, unset", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {}}}}`,
		call: `c.OP(ctx, nil)`, got: "error: body is not set; it must be"},
	{name: "body and parameters", text: "path: '/t/OP/{id}'\nmethod: post\n" + jsonBody + `
parameters: [{name: id, in: path, required: true, schema: {type: string}}, {name: dry, in: query, schema: {type: boolean}}]` + thing,
		call: `c.OP(ctx, "1", gen.OPParams{Dry: ptr(true)}, gen.OPThing{Name: "a"})`, sent: `POST /t/OP/1?dry=true||{"name":"a"}`},
	{name: "body list", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: array, items: {type: string}}}}}`,
		call: `c.OP(ctx, []string{"a", "b"})`, sent: `POST /t/OP||["a","b"]`},
	{name: "body map", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: object, additionalProperties: {type: string}}}}}`,
		call: `c.OP(ctx, map[string]string{"a": "b"})`, sent: `POST /t/OP||{"a":"b"}`},
	{name: "body text in JSON", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: string}}}}`,
		call: `c.OP(ctx, "a")`, sent: `POST /t/OP||"a"`},
	{name: "body allOf", text: `
method: post
requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OPAll'}}}}
schemas:
  OPA: {type: object, properties: {a: {type: string}}}
  OPAll: {allOf: [{$ref: '#/components/schemas/OPA'}, {type: object, properties: {b: {type: string}}}]}`,
		call: `c.OP(ctx, gen.OPAll{A: "1", B: "2"})`, sent: `POST /t/OP||{"a":"1","b":"2"}`},
	{name: "body form", text: "method: post\n" + `requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		call: `c.OP(ctx, gen.OPThing{Name: "a&b", Count: 2})`, sent: `POST /t/OP|Content-Type: application/x-www-form-urlencoded||count=2&name=a%26b`},
	{name: "body multipart", text: "method: post\n" + `requestBody: {required: true, content: {multipart/form-data: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		call: `c.OP(ctx, gen.OPThing{Name: "a&<é\n"})`, sent: "POST /t/OP|Content-Type: multipart/form-data||name=a&<é\n"},
	{name: "body multipart with a wrong value", text: "method: post\n" + `requestBody: {required: true, content: {multipart/form-data: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		call: `c.OP(ctx, gen.OPThing{})`, got: "error: body.name is empty; it must be set"},
	{name: "body multipart with a file", text: "method: post\n" + `requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [data], properties: {data: {type: string, format: binary}, note: {type: string}, at: {type: string, format: date-time}, yes: {type: boolean}}}}}}`,
		call: `c.OP(ctx, gen.OPRequestBody{Data: gen.File{Name: "a\"b.txt", Type: "text/plain", Data: []byte("a\r\n")}, Note: "c", Yes: true})`, sent: "POST /t/OP|Content-Type: multipart/form-data||data(a\"b.txt,text/plain)=a\r\n&note=c&yes=true"},
	{name: "body multipart with a file unset", text: "method: post\n" + `requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [data], properties: {data: {type: string, format: binary}}}}}}`,
		call: `c.OP(ctx, gen.OPRequestBody{})`, got: "error: body.data has no Data; it must be set"},
	{name: "body multipart with files and numbers", text: "method: post\n" + `requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, properties: {data: {type: array, items: {type: string, format: binary}}, tag: {type: array, items: {type: string}}, n: {type: integer}}}}}}`,
		call: `c.OP(ctx, gen.OPRequestBody{Data: []gen.File{{Data: []byte("a")}, {Data: []byte{}}}, Tag: []string{"b", "c"}, N: 5})`, sent: "POST /t/OP|Content-Type: multipart/form-data||data(data,application/octet-stream)=a&data(data,application/octet-stream)=&n=5&tag=b&tag=c"},
	{name: "body multipart with an object", text: "method: post\n" + `requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, properties: {in: {type: object, properties: {a: {type: string}}}}}}}}`,
		refused: "OP: request body: its property in must be a string, a number, a boolean or a list of those; write the body in JSON"},
	{name: "body multipart of a file that JSON has too", text: "method: post\n" + `
requestBody: {required: true, content: {multipart/form-data: {schema: {$ref: '#/components/schemas/OPFile'}}}}
responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPFile'}}}}}
schemas: {OPFile: {type: object, properties: {data: {type: string, format: binary}}}}`,
		refused: "OPFile.data: format binary is not supported in JSON; write byte for base64, or no format for text"},
	{name: "body multipart mixed", text: "method: post\n" + `requestBody: {required: true, content: {multipart/mixed: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		refused: "OP: request body: the content type multipart/mixed is not supported; write multipart/form-data, or application/json with files as strings of format byte"},
	{name: "body form of one empty text in a list", text: "method: post\n" + `requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [tag], properties: {tag: {type: array, items: {type: string}}}}}}}`,
		call: `c.OP(ctx, gen.OPRequestBody{Tag: []string{""}})`, got: "error: tag has one entry, and it is empty"},
	{name: "body form of an empty list", text: "method: post\n" + `requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, required: [tag], properties: {tag: {type: array, items: {type: string}}}}}}}`,
		call: `c.OP(ctx, gen.OPRequestBody{Tag: []string{}})`, got: "error: tag has no entries; it must have at least 1"},
	{name: "body form with nothing in it", text: "method: post\n" + `requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}}}`,
		call: `c.OP(ctx, gen.OPRequestBody{})`, got: "error: body has no property that is set; a form has at least one"},
	{name: "body multipart of an empty list", text: "method: post\n" + `requestBody: {required: true, content: {multipart/form-data: {schema: {type: object, required: [tag], properties: {tag: {type: array, items: {type: string}}}}}}}`,
		call: `c.OP(ctx, gen.OPRequestBody{Tag: []string{}})`, got: "error: tag has no entries; it must have at least 1"},
	{name: "body text empty", text: "method: post\n" + `requestBody: {required: true, content: {text/plain: {schema: {type: string}}}}`,
		call: `c.OP(ctx, "")`, got: "error: body is empty; it must be set"},
	{name: "body of no bytes", text: "method: post\n" + `requestBody: {required: true, content: {application/octet-stream: {schema: {type: string, format: binary}}}}`,
		call: `c.OP(ctx, nil)`, got: "error: body is not set; it must be"},
	{name: "body optional list with a wrong value", text: "method: post\n" + `requestBody: {content: {application/json: {schema: {type: array, items: {type: string, format: uuid}}}}}`,
		call: `c.OP(ctx, &gen.OPJSONBody{"a"})`, got: "error: body[0] must be a UUID"},
	{name: "body optional enum with a wrong value", text: "method: post\n" + `requestBody: {content: {application/json: {schema: {type: string, enum: [A]}}}}`,
		call: `c.OP(ctx, ptr(gen.OPRequestBody("B")))`, got: `error: body is "B"; it must be one of A`},
	{name: "body form with null", text: "method: post\n" + `requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string, nullable: true}}}}}}`,
		refused: "OP: request body: its property a is nullable, and a form has no null; remove it"},
	{name: "body merge patch", text: "method: patch\n" + `requestBody: {required: true, content: {application/merge-patch+json: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		call: `c.OP(ctx, gen.OPThing{Name: "a"})`, sent: `PATCH /t/OP|Content-Type: application/merge-patch+json||{"name":"a"}`},
	{name: "body text", text: "method: post\n" + `requestBody: {required: true, content: {text/plain: {schema: {type: string}}}}`,
		call: `c.OP(ctx, "a\nb")`, sent: "POST /t/OP|Content-Type: text/plain||a\nb"},
	{name: "body binary", text: "method: post\n" + `requestBody: {required: true, content: {application/octet-stream: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		refused: "OP: request body: the content type application/octet-stream is supported only for a string; write application/json, or type: string"},
	{name: "body in JSON or as a form", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}, application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		call: `c.OP(ctx, gen.OPThing{Name: "a"})`, sent: `POST /t/OP||{"name":"a"}`},
	{name: "body optional", text: "method: post\n" + `requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		call: `c.OP(ctx, nil)`, sent: `POST /t/OP`},
	{name: "body of GET", text: jsonBody + thing,
		refused: "OP: request body: a GET has no body; write parameters, or use POST"},
	{name: "body object without a name", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {a: {type: string, minLength: 2}}}}}}`,
		call: `c.OP(ctx, gen.OPRequestBody{A: "bc"})`, sent: `POST /t/OP||{"a":"bc"}`},
	{name: "body list of objects without a name", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: array, items: {type: object, properties: {a: {type: string, minLength: 2}}}}}}}`,
		call: `c.OP(ctx, []gen.OPRequestBodyEntry{{A: "b"}})`, got: "error: body[0].a must have at least 2 characters"},
	{name: "body optional, set", text: "method: post\n" + `requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		call: `c.OP(ctx, &gen.OPThing{Name: "a"})`, sent: `POST /t/OP||{"name":"a"}`},
	{name: "body optional with a wrong value", text: "method: post\n" + `requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		call: `c.OP(ctx, &gen.OPThing{})`, got: "error: name is empty; it must be set"},
	{name: "body list of objects", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/OPThing'}}}}}` + thing,
		call: `c.OP(ctx, []gen.OPThing{{Name: "a"}})`, sent: `POST /t/OP||[{"name":"a"}]`},
	{name: "body list of objects with a wrong value", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/OPThing'}}}}}` + thing,
		call: `c.OP(ctx, []gen.OPThing{{Name: "a"}, {}})`, got: "error: body[1].name is empty; it must be set"},
	{name: "body list unset", text: "method: post\n" + `requestBody: {required: true, content: {application/json: {schema: {type: array, items: {type: string}}}}}`,
		call: `c.OP(ctx, nil)`, got: "error: body is not set; it must be"},
	{name: "body list with a name", text: "method: post\n" + `
requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OPList'}}}}
schemas: {OPList: {type: array, items: {type: integer}}}`,
		call: `c.OP(ctx, gen.OPList{1})`, sent: `POST /t/OP||[1]`},
	{name: "body text with limits", text: "method: post\n" + `requestBody: {required: true, content: {text/plain: {schema: {type: string, maxLength: 2}}}}`,
		call: `c.OP(ctx, "abc")`, got: "error: body has 3 characters; it must have at most 2"},
	{name: "body of bytes", text: "method: post\n" + `requestBody: {required: true, content: {application/octet-stream: {schema: {type: string, format: binary}}}}`,
		call: `c.OP(ctx, []byte("a\xff"))`, sent: "POST /t/OP|Content-Type: application/octet-stream||a\ufffd"},
	{name: "body of an image", text: "method: post\n" + `requestBody: {required: true, content: {image/png: {schema: {type: string, format: binary}}}}`,
		call: `c.OP(ctx, []byte("a"))`, sent: "POST /t/OP|Content-Type: image/png||a"},
	{name: "body form with lists", text: "method: post\n" + `
requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/OPForm'}}}}
schemas: {OPForm: {type: object, required: [tag], properties: {tag: {type: array, minItems: 1, items: {type: string}}, yes: {type: boolean}}}}`,
		call: `c.OP(ctx, gen.OPForm{Tag: []string{"a", "b"}, Yes: true})`, sent: "POST /t/OP|Content-Type: application/x-www-form-urlencoded||tag=a&tag=b&yes=true"},
	{name: "body form with a wrong value", text: "method: post\n" + `requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		call: `c.OP(ctx, gen.OPThing{})`, got: "error: body.name is empty; it must be set"},
	{name: "body form with an object inside", text: "method: post\n" + `
requestBody: {required: true, content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/OPForm'}}}}
schemas: {OPForm: {type: object, properties: {inner: {$ref: '#/components/schemas/OPInner'}}}, OPInner: {type: object, properties: {a: {type: string}}}}`,
		refused: "OP: request body: its property inner must be a string, a number, a boolean or a list of those; write the body in JSON"},
	{name: "body form optional", text: "method: post\n" + `requestBody: {content: {application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		refused: "OP: request body: a body that is optional is supported only in JSON; write required: true"},
	{name: "body of any type", text: "method: post\n" + `requestBody: {required: true, content: {'*/*': {schema: {type: string}}}}`,
		refused: "OP: request body: the content type */* is not one type; write application/json"},
	{name: "body without content", text: "method: post\n" + `requestBody: {required: true, content: {}}`, refused: "OP"},
	{name: "body of XML", text: "method: post\n" + `requestBody: {required: true, content: {application/xml: {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		refused: "OP: request body: the content type application/xml is supported only for a string; write application/json, or type: string"},
	{name: "body object of any type", text: "method: post\n" + `requestBody: {required: true, content: {'*/*': {schema: {$ref: '#/components/schemas/OPThing'}}}}` + thing,
		call: `c.OP(ctx, gen.OPThing{Name: "a"})`, sent: `POST /t/OP||{"name":"a"}`},
}
