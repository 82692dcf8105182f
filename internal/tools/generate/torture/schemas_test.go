package torture

import "strings"

// sending is an operation that sends an object with the property x.
func sending(x string) string {
	return `
method: post
requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
schemas:
  OPInner: {type: object, required: [id], properties: {id: {type: string, minLength: 1}}}
  OPKind: {type: string, enum: [WOOD, STEEL]}
  OPThing: {type: object, properties: {x: ` + x + `}}`
}

// requiring is the same, and the property is required.
func requiring(x string) string {
	return strings.Replace(sending(x), "OPThing: {type: object,", "OPThing: {type: object, required: [x],", 1)
}

// reading is an operation whose answer has the property x.
func reading(x string) string {
	return `
responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}
schemas:
  OPInner: {type: object, required: [id], properties: {id: {type: string, minLength: 1}}}
  OPKind: {type: string, enum: [WOOD, STEEL]}
  OPThing: {type: object, properties: {x: ` + x + `}}`
}

// whole is an operation that sends OPThing, which is the text.
func whole(schemas string) string {
	return `
method: post
requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}
schemas:
` + schemas
}

// sends is a property's value in Go and what is sent of it.
func sends(name, x, value, want string) construct {
	return construct{name: "property " + name, text: sending(x), call: "c.OP(ctx, gen.OPThing{X: " + value + "})", sent: "POST /t/OP||" + want}
}

// stops is a property's value in Go that is not sent.
func stops(name, x, value, why string) construct {
	return construct{name: "property " + name, text: sending(x), call: "c.OP(ctx, gen.OPThing{X: " + value + "})", got: "error: " + why}
}

// reads is a property's value in an answer, and what is read of it.
func reads(name, x, value, want string) construct {
	return construct{name: "property read: " + name, text: reading(x), call: "c.OP(ctx)", sent: "GET /t/OP", answer: `200|application/json|{"x":` + value + `}`, got: `{"x":` + want + `}`}
}

// refuses is a property that is refused.
func refuses(name, x, why string) construct {
	if why == "" { // the document is not valid, or it is said of a part
		return construct{name: "property " + name, text: sending(x), refused: "OPThing"}
	}
	return construct{name: "property " + name, text: sending(x), refused: "OPThing.x: " + why}
}

const unchecked = " is not checked before a request is sent; say it in the description, and remove it"

// Properties of every type, and what schemas say of values.
var properties = []construct{
	sends("text", "{type: string}", `"é\n"`, `{"x":"é\n"}`),
	sends("text unset", "{type: string}", `""`, `{}`),
	sends("integer", "{type: integer}", "5", `{"x":5}`),
	sends("integer of 64 bits", "{type: integer, format: int64}", "9007199254740993", `{"x":9007199254740993}`),
	sends("64-bit integer as a string", "{type: string, format: int64}", "9007199254740993", `{"x":"9007199254740993"}`),
	sends("number", "{type: number}", "0.1", `{"x":0.1}`),
	sends("boolean", "{type: boolean}", "true", `{"x":true}`),
	sends("time", "{type: string, format: date-time}", `time.Date(2026, 11, 27, 1, 2, 3, 0, time.UTC)`, `{"x":"2026-11-27T01:02:03Z"}`),
	sends("date", "{type: string, format: date}", `"2026-11-27"`, `{"x":"2026-11-27"}`),
	sends("bytes", "{type: string, format: byte}", `[]byte("ab")`, `{"x":"YWI="}`),
	sends("email", "{type: string, format: email}", `"a@example.com"`, `{"x":"a@example.com"}`),
	sends("uuid", "{type: string, format: uuid}", `"0b6f3f0e-6d0f-4a6b-9f0f-3f3a1c2d4e5f"`, `{"x":"0b6f3f0e-6d0f-4a6b-9f0f-3f3a1c2d4e5f"}`),
	sends("uri", "{type: string, format: uri}", `"https://example.com/?a=b&c"`, `{"x":"https://example.com/?a=b&c"}`),
	sends("enum", "{$ref: '#/components/schemas/OPKind'}", `gen.OPKindWood`, `{"x":"WOOD"}`),
	sends("object", "{$ref: '#/components/schemas/OPInner'}", `gen.OPInner{ID: "1"}`, `{"x":{"id":"1"}}`),
	sends("object in allOf", "{allOf: [{$ref: '#/components/schemas/OPInner'}], description: An inner one.}", `gen.OPInner{ID: "1"}`, `{"x":{"id":"1"}}`),
	sends("list of texts", "{type: array, items: {type: string}}", `[]string{"a", "b"}`, `{"x":["a","b"]}`),
	sends("list of lists", "{type: array, items: {type: array, items: {type: integer}}}", `[][]int{{1}, {2, 3}}`, `{"x":[[1],[2,3]]}`),
	sends("list of objects", "{type: array, items: {$ref: '#/components/schemas/OPInner'}}", `[]gen.OPInner{{ID: "1"}}`, `{"x":[{"id":"1"}]}`),
	sends("map of texts", "{type: object, additionalProperties: {type: string}}", `map[string]string{"a": "b"}`, `{"x":{"a":"b"}}`),
	sends("map of integers", "{type: object, additionalProperties: {type: integer}}", `map[string]int{"a": 1}`, `{"x":{"a":1}}`),
	sends("minLength kept", "{type: string, minLength: 2}", `"ab"`, `{"x":"ab"}`),
	stops("minLength broken", "{type: string, minLength: 2}", `"é"`, "x must have at least 2 characters"),
	stops("minItems broken", "{type: array, minItems: 2, items: {type: string}}", `[]string{"a"}`, "x has 1 entries; it must have at least 2"),
	stops("minimum broken", "{type: integer, minimum: 3}", `2`, "x is 2; it must be at least 3"),
	stops("pattern broken", "{type: string, pattern: '^[a-z]{2}$'}", `"abc"`, `x is "abc"; it must be`),
	stops("rules of a list's objects broken", "{type: array, items: {$ref: '#/components/schemas/OPInner'}}", `[]gen.OPInner{{}}`, "x[0].id is empty; it must be set"),
	stops("rules of a list's texts broken", "{type: array, items: {type: string, minLength: 1}}", `[]string{""}`, "x[0] is empty; it must be set"),
	reads("text", "{type: string}", `"a"`, `"a"`),
	{name: "property read: null is none", text: reading("{type: string, nullable: true}"), call: "c.OP(ctx)", sent: "GET /t/OP",
		answer: `200|application/json|{"x":null}`, got: "{}"},
	reads("time", "{type: string, format: date-time}", `"2026-11-27T01:02:03.5+01:00"`, `"2026-11-27T01:02:03.5+01:00"`),
	reads("64-bit integer as a number", "{type: string, format: int64}", `9007199254740993`, `"9007199254740993"`),
	reads("integer as a string", "{type: integer}", `"5"`, `5`),
	reads("unknown enum value", "{$ref: '#/components/schemas/OPKind'}", `"GLASS"`, `"GLASS"`),
	reads("list of objects", "{type: array, items: {$ref: '#/components/schemas/OPInner'}}", `[{"id":"1"},{"id":"2"}]`, `[{"id":"1"},{"id":"2"}]`),
	reads("map of lists", "{type: object, additionalProperties: {type: array, items: {type: integer}}}", `{"a_b":[1]}`, `{"a_b":[1]}`),
	reads("maxLength, which only requests keep", "{type: string, maxLength: 1}", `"ab"`, `"ab"`),
	reads("default", "{type: boolean, default: true}", `true`, `true`),
	refuses("maxLength", "{type: string, maxLength: 3}", "maxLength"+unchecked),
	refuses("maxItems", "{type: array, maxItems: 3, items: {type: string}}", "maxItems"+unchecked),
	refuses("uniqueItems", "{type: array, uniqueItems: true, items: {type: string}}", "uniqueItems"+unchecked),
	refuses("maximum", "{type: integer, maximum: 3}", "maximum"+unchecked),
	refuses("exclusiveMinimum", "{type: integer, minimum: 3, exclusiveMinimum: true}", "exclusiveMinimum"+unchecked),
	refuses("exclusiveMaximum", "{type: integer, exclusiveMaximum: true}", "exclusiveMaximum"+unchecked),
	refuses("multipleOf", "{type: integer, multipleOf: 3}", "multipleOf"+unchecked),
	refuses("minimum of a number", "{type: number, minimum: 0.5}", "minimum"+unchecked),
	refuses("maximum of a number", "{type: number, maximum: 0.5}", "maximum"+unchecked),
	refuses("minProperties", "{type: object, minProperties: 1, additionalProperties: {type: string}}", "minProperties"+unchecked),
	refuses("maxProperties", "{type: object, maxProperties: 1, additionalProperties: {type: string}}", "maxProperties"+unchecked),
	{name: "property with rules in a map", text: sending("{type: object, additionalProperties: {type: string, minLength: 1}}"), refused: "OPThing.x{}: minLength" + unchecked},
	{name: "property with limits in a list", text: sending("{type: array, items: {type: integer, minimum: 1}}"), refused: "OPThing.x[]: minimum" + unchecked},
	refuses("minimum with a fraction", "{type: integer, minimum: 0.5}", "minimum is 0.5; write a whole number of at most 2^53"),
	refuses("minimum that is the least 64-bit integer", "{type: integer, format: int64, minimum: -9223372036854775808}", "minimum is -9.223372036854776e+18; write a whole number of at most 2^53"),
	refuses("pattern with a digit class", `{type: string, pattern: '^\d+$'}`, `the pattern ^\d+$ is not supported`),
	refuses("pattern with a group", `{type: string, pattern: '^(ab)+$'}`, `the pattern ^(ab)+$ is not supported`),
	refuses("pattern without anchors", `{type: string, pattern: 'ab'}`, `the pattern ab is not supported`),
	refuses("pattern that takes too much", `{type: string, pattern: '^[a-z]*z$'}`, `the pattern ^[a-z]*z$ is read otherwise than by regexp`),
	refuses("nullable", "{type: string, nullable: true}", "nullable is not supported, because null cannot be sent"),
	refuses("default true", "{type: boolean, default: true}", "its default is true, so a program must be able to send false"),
	refuses("default 20", "{type: integer, default: 20}", "its default is 20, so a program must be able to send 0"),
	refuses("without a type", "{description: Anything.}", "it must have one type"),
	refuses("free-form", "{type: object}", "an object whose properties are not known would lose digits of its numbers"),
	refuses("free-form with additionalProperties", "{type: object, additionalProperties: true}", "an object whose properties are not known would lose digits of its numbers"),
	refuses("not", "{not: {type: string}}", "not is not supported; describe what the value is instead"),
	refuses("oneOf", "{oneOf: [{$ref: '#/components/schemas/OPInner'}, {$ref: '#/components/schemas/OPKind'}]}", "oneOf and anyOf are not supported"),
	refuses("anyOf", "{anyOf: [{$ref: '#/components/schemas/OPInner'}, {$ref: '#/components/schemas/OPKind'}]}", "oneOf and anyOf are not supported"),
	refuses("allOf of two", "{allOf: [{$ref: '#/components/schemas/OPInner'}, {type: object, properties: {b: {type: string}}}]}", ""),
	refuses("binary", "{type: string, format: binary}", "format binary is not supported in JSON; write byte for base64, or no format for text"),
	refuses("duration", "{type: string, format: duration}", "format duration is not supported in JSON"),
	refuses("format json", "{type: string, format: json}", ""),
	refuses("integer of 8 bits", "{type: integer, format: int8}", ""),
	refuses("unsigned integer", "{type: integer, format: uint64}", ""),
	refuses("float", "{type: number, format: float}", "format float is not supported for numbers; write double, or no format"),
	refuses("enum without a name", "{type: string, enum: [A]}", "it is an object or enum without a name; move it to components.schemas and refer to it"),
	refuses("object without a name", "{type: object, properties: {a: {type: string}}}", "it is an object or enum without a name; move it to components.schemas and refer to it"),
	refuses("enum of booleans", "{type: boolean, enum: [true]}", ""),
	{name: "property readOnly and required", text: requiring("{type: string, readOnly: true}"), refused: "OPThing.x: it is readOnly and required, so it would be demanded in requests"},
	{name: "property required time unset", text: requiring("{type: string, format: date-time}"), refused: "OPThing.x: "},
	{name: "property required list unset", text: requiring("{type: array, items: {type: string}}"), refused: "OPThing.x: "},
	{name: "property required enum unset", text: requiring("{$ref: '#/components/schemas/OPKind'}"), call: `c.OP(ctx, gen.OPThing{})`, got: "error: x is empty; it must be set"},
	{name: "property required text empty", text: requiring("{type: string}"), call: `c.OP(ctx, gen.OPThing{})`, sent: `POST /t/OP||{"x":""}`},
	{name: "property required boolean false", text: requiring("{type: boolean}"), call: `c.OP(ctx, gen.OPThing{})`, sent: `POST /t/OP||{"x":false}`},
	{name: "properties beside others", text: whole("  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}"),
		refused: "OPThing: properties beside additionalProperties are not supported"},
	{name: "properties beside any others", text: whole("  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: true}"),
		refused: "OPThing: properties beside additionalProperties are not supported"},
	{name: "properties and no others", text: whole("  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: false}"),
		call: `c.OP(ctx, gen.OPThing{A: "b"})`, sent: `POST /t/OP||{"a":"b"}`},
	{name: "required that is no property", text: whole("  OPThing: {type: object, required: [b], properties: {a: {type: string}}}"),
		refused: "OPThing: required names b, which is not among its properties; add it there"},
	{name: "recursion through a list", text: whole("  OPThing: {type: object, properties: {children: {type: array, items: {$ref: '#/components/schemas/OPThing'}}}}"),
		refused: "OPThing: it holds itself through children"},
	{name: "recursion through a property", text: whole("  OPThing: {type: object, properties: {parent: {$ref: '#/components/schemas/OPThing'}}}"),
		refused: "OPThing: it holds itself through parent"},
	{name: "recursion of two", text: whole("  OPThing: {type: object, properties: {other: {$ref: '#/components/schemas/OPOther'}}}\n  OPOther: {type: object, properties: {thing: {$ref: '#/components/schemas/OPThing'}}}"),
		refused: "it holds itself through "},
	{name: "enum of integers", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: integer, enum: [1, 2]}",
		refused: "OPLevel: an enum of integers is not supported; list the values in the description"},
	{name: "enum of numbers", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: number, enum: [1.5]}",
		refused: "OPLevel: an enum of a number is not supported; list the values in the description"},
	{name: "enum with an empty value", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: string, enum: ['', a]}",
		refused: "OPLevel: the enum has the value , which is not a string with characters; remove it"},
	{name: "enum with values that differ in case", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: string, enum: [low, LOW]}",
		call: `c.OP(ctx, gen.OPThing{X: gen.OPLevelLow_2})`, sent: `POST /t/OP||{"x":"LOW"}`},
	{name: "enum with values that differ in punctuation", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: string, enum: [a-b, a_b]}",
		call: `c.OP(ctx, gen.OPThing{X: gen.OPLevelAB})`, sent: `POST /t/OP||{"x":"a-b"}`},
	{name: "enum with a value without a Latin letter", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: string, enum: [日本]}",
		call: `c.OP(ctx, gen.OPThing{X: gen.OPLevelValue1})`, sent: `POST /t/OP||{"x":"日本"}`},
	{name: "enum with values that begin with digits", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: string, enum: ['1h', '2h']}",
		call: `c.OP(ctx, gen.OPThing{X: "1h"})`, sent: `POST /t/OP||{"x":"1h"}`},
}
