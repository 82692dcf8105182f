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
  OPFlat: {type: object, properties: {id: {type: string}}}
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

const pets = "  OPCat: {type: object, required: [kind, lives], properties: {kind: {type: string}, lives: {type: integer, minimum: 1}}, additionalProperties: false}\n" +
	"  OPDog: {type: object, required: [kind], properties: {kind: {type: string}, name: {type: string}}, additionalProperties: false}\n"

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
	{name: "property read: null", text: reading("{type: string, nullable: true}"), call: "c.OP(ctx)", sent: "GET /t/OP",
		answer: `200|application/json|{"x":null}`, got: `{"x":null}`},
	{name: "property read: nullable that did not come", text: reading("{type: string, nullable: true}"), call: "c.OP(ctx)", sent: "GET /t/OP",
		answer: `200|application/json|{}`, got: "{}"},
	reads("time", "{type: string, format: date-time}", `"2026-11-27T01:02:03.5+01:00"`, `"2026-11-27T01:02:03.5+01:00"`),
	reads("64-bit integer as a number", "{type: string, format: int64}", `9007199254740993`, `"9007199254740993"`),
	reads("integer as a string", "{type: integer}", `"5"`, `5`),
	reads("unknown enum value", "{$ref: '#/components/schemas/OPKind'}", `"GLASS"`, `"GLASS"`),
	reads("list of objects", "{type: array, items: {$ref: '#/components/schemas/OPInner'}}", `[{"id":"1"},{"id":"2"}]`, `[{"id":"1"},{"id":"2"}]`),
	reads("map of lists", "{type: object, additionalProperties: {type: array, items: {type: integer}}}", `{"a_b":[1]}`, `{"a_b":[1]}`),
	reads("maxLength, which only requests keep", "{type: string, maxLength: 1}", `"ab"`, `"ab"`),
	reads("default", "{type: boolean, default: true}", `true`, `true`),
	stops("maxLength broken", "{type: string, maxLength: 3}", `"abcd"`, "x has 4 characters; it must have at most 3"),
	stops("maxItems broken", "{type: array, maxItems: 1, items: {type: string}}", `[]string{"a", "b"}`, "x has 2 entries; it must have at most 1"),
	stops("uniqueItems broken", "{type: array, uniqueItems: true, items: {type: string}}", `[]string{"a", "b", "a"}`, "x[2] is the same as [0]; the entries must differ"),
	refuses("uniqueItems of objects", "{type: array, uniqueItems: true, items: {$ref: '#/components/schemas/OPInner'}}", "uniqueItems is checked only for strings and numbers"),
	stops("maximum broken", "{type: integer, maximum: 3}", "4", "x is 4; it must be at most 3"),
	stops("exclusiveMinimum broken", "{type: integer, minimum: 3, exclusiveMinimum: true}", "3", "x is 3; it must be more than 3"),
	stops("exclusiveMaximum broken", "{type: integer, maximum: 3, exclusiveMaximum: true}", "3", "x is 3; it must be less than 3"),
	stops("multipleOf broken", "{type: integer, multipleOf: 3}", "4", "x is 4; it must be a multiple of 3"),
	sends("multipleOf of a fraction kept", "{type: number, multipleOf: 0.01}", "1.13", `{"x":1.13}`),
	stops("minimum of a number broken", "{type: number, minimum: 0.5}", "0.25", "x is 0.25; it must be at least 0.5"),
	stops("maximum of a number broken", "{type: number, maximum: 0.5}", "0.75", "x is 0.75; it must be at most 0.5"),
	stops("minProperties broken", "{type: object, minProperties: 2, additionalProperties: {type: string}}", `map[string]string{"a": "b"}`, "x has 1 entries; it must have at least 2"),
	stops("maxProperties broken", "{type: object, maxProperties: 1, additionalProperties: {type: string}}", `map[string]string{"a": "b", "c": "d"}`, "x has 2 entries; it must have at most 1"),
	stops("rules of a map's texts broken", "{type: object, additionalProperties: {type: string, minLength: 1}}", `map[string]string{"a": ""}`, `x["a"] is empty; it must be set`),
	stops("rules of a map's objects broken", "{type: object, additionalProperties: {$ref: '#/components/schemas/OPInner'}}", `map[string]gen.OPInner{"a": {}}`, `x["a"].id is empty; it must be set`),
	stops("rules of a list of lists broken", "{type: array, items: {type: array, maxItems: 1, items: {type: integer}}}", `[][]int{{1}, {2, 3}}`, "x[1] has 2 entries; it must have at most 1"),
	stops("limits in a list broken", "{type: array, items: {type: integer, minimum: 1}}", "[]int{1, 0}", "x[1] is 0; it must be at least 1"),
	refuses("minimum with a fraction", "{type: integer, minimum: 0.5}", "minimum is 0.5; write a whole number of at most 2^53"),
	refuses("minimum that is the least 64-bit integer", "{type: integer, format: int64, minimum: -9223372036854775808}", "minimum is -9.223372036854776e+18; write a whole number of at most 2^53"),
	sends("pattern with a digit class", `{type: string, pattern: '^\d+$'}`, `"12"`, `{"x":"12"}`),
	stops("pattern with a digit class broken", `{type: string, pattern: '^\d+$'}`, `"1a"`, `x is "1a"; it must match the pattern ^\d+$`),
	sends("pattern with a group", `{type: string, pattern: '^(ab|c)+$'}`, `"abc"`, `{"x":"abc"}`),
	stops("pattern with a group broken", `{type: string, pattern: '^(ab|c)+$'}`, `"a"`, `x is "a"; it must match the pattern ^(ab|c)+$`),
	sends("pattern without anchors", `{type: string, pattern: 'ab'}`, `"cabd"`, `{"x":"cabd"}`),
	stops("pattern without anchors broken", `{type: string, pattern: 'ab'}`, `"ba"`, `x is "ba"; it must match the pattern ab`),
	sends("pattern that takes too much", `{type: string, pattern: '^[a-z]*z$'}`, `"azz"`, `{"x":"azz"}`),
	sends("pattern with word characters and spaces", `{type: string, pattern: '^\w+\s[\w.-]+\S$'}`, `"a b.c"`, `{"x":"a b.c"}`),
	sends("pattern with escapes", `{type: string, pattern: '^\/\u0041\x42.\-$'}`, `"/AB€-"`, `{"x":"/AB€-"}`),
	stops("pattern whose dot takes no line break", `{type: string, pattern: '^a.b$'}`, `"a\rb"`, `x is "a\rb"; it must match the pattern`),
	stops("pattern in a list broken", `{type: array, items: {type: string, pattern: '^(a|b)$'}}`, `[]string{"a", "c"}`, `x[1] is "c"; it must match the pattern ^(a|b)$`),
	refuses("pattern with a look-ahead", `{type: string, pattern: '^(?=a)b$'}`, ""),
	refuses("pattern with a reference back", `{type: string, pattern: '^(a)\1$'}`, ""),
	refuses("pattern with a flag", `{type: string, pattern: '(?i)a'}`, `the pattern (?i)a is not supported: (?i is not supported; only groups are`),
	refuses("pattern with a class of POSIX", `{type: string, pattern: '^[[:alpha:]]$'}`, `the pattern ^[[:alpha:]]$ is not supported: [: in a class is read in two ways`),
	refuses("pattern with a property of Unicode", `{type: string, pattern: '^\pL$'}`, `the pattern ^\pL$ is not supported: "\\pL" is not supported`),
	refuses("pattern with a class that begins with its end", `{type: string, pattern: '^[]a]$'}`, `the pattern ^[]a]$ is not supported: a class without characters is read in two ways`),
	sends("nullable null", "{type: string, nullable: true}", "gen.Null[string]()", `{"x":null}`),
	sends("nullable set", "{type: string, nullable: true}", `gen.Some("a<b")`, `{"x":"a<b"}`),
	sends("nullable unset", "{type: string, nullable: true}", "gen.Nullable[string]{}", "{}"),
	sends("nullable false", "{type: boolean, nullable: true}", "gen.Some(false)", `{"x":false}`),
	sends("nullable list", "{type: array, nullable: true, items: {type: string}}", `gen.Some([]string{})`, `{"x":[]}`),
	stops("nullable with a rule broken", "{type: string, nullable: true, minLength: 2}", `gen.Some("a")`, "x must have at least 2 characters"),
	{name: "property nullable in a list", text: sending("{type: array, items: {type: string, nullable: true}}"), refused: "OPThing.x[]: nullable is supported only in a property, because null cannot be sent here; remove it"},
	{name: "property nullable and required, null", text: requiring("{type: string, nullable: true}"), call: `c.OP(ctx, gen.OPThing{X: gen.Null[string]()})`, sent: `POST /t/OP||{"x":null}`},
	{name: "property nullable and required, unset", text: requiring("{type: string, nullable: true}"), call: `c.OP(ctx, gen.OPThing{})`, got: "error: x is not set; it must be"},
	sends("default true, set to false", "{type: boolean, default: true}", "ptr(false)", `{"x":false}`),
	sends("default true, unset", "{type: boolean, default: true}", "nil", "{}"),
	sends("default 20, set to 0", "{type: integer, default: 20}", "ptr(0)", `{"x":0}`),
	stops("default 20, with a limit broken", "{type: integer, default: 20, maximum: 30}", "ptr(31)", "x is 31; it must be at most 30"),
	sends("default 20, which 0 is not allowed beside", "{type: integer, default: 20, minimum: 1}", "2", `{"x":2}`),
	// A pointer, as an overlay asks for it: what is unset is left out, and zero is sent.
	sends("boolean with a pointer, false", "{type: boolean, x-go-type-skip-optional-pointer: false}", "ptr(false)", `{"x":false}`),
	sends("boolean with a pointer, unset", "{type: boolean, x-go-type-skip-optional-pointer: false}", "nil", "{}"),
	sends("integer with a pointer, 0", "{type: integer, format: int32, x-go-type-skip-optional-pointer: false}", "ptr(int32(0))", `{"x":0}`),
	stops("integer with a pointer, 0 and too little", "{type: integer, minimum: 1, x-go-type-skip-optional-pointer: false}", "ptr(0)", "x is 0; it must be at least 1"),
	sends("number with a pointer, 0", "{type: number, x-go-type-skip-optional-pointer: false}", "ptr(0.0)", `{"x":0}`),
	sends("64-bit integer as a string with a pointer, 0", "{type: string, format: int64, x-go-type-skip-optional-pointer: false}", "ptr(gen.Int64(0))", `{"x":"0"}`),
	sends("text with a pointer, empty", "{type: string, x-go-type-skip-optional-pointer: false}", `ptr("")`, `{"x":""}`),
	stops("text with a pointer, empty and too short", "{type: string, minLength: 1, x-go-type-skip-optional-pointer: false}", `ptr("")`, "x is empty; it must be set"),
	stops("email with a pointer, empty", "{type: string, format: email, x-go-type-skip-optional-pointer: false}", `ptr("")`, "x is empty; it must be an email address"),
	sends("bytes with a pointer, empty", "{type: string, format: byte, x-go-type-skip-optional-pointer: false}", `ptr([]byte{})`, `{"x":""}`),
	sends("time with a pointer", "{type: string, format: date-time, x-go-type-skip-optional-pointer: false}", `ptr(time.Date(2026, 11, 27, 1, 2, 3, 0, time.UTC))`, `{"x":"2026-11-27T01:02:03Z"}`),
	sends("enum with a pointer", "{$ref: '#/components/schemas/OPKind', x-go-type-skip-optional-pointer: false}", "ptr(gen.OPKindSteel)", `{"x":"STEEL"}`),
	stops("enum with a pointer, empty", "{$ref: '#/components/schemas/OPKind', x-go-type-skip-optional-pointer: false}", `ptr(gen.OPKind(""))`, "x is empty; it must be one of WOOD, STEEL"),
	sends("list with a pointer, empty", "{type: array, items: {type: string}, x-go-type-skip-optional-pointer: false}", "&[]string{}", `{"x":[]}`),
	stops("list with a pointer to nil", "{type: array, items: {type: string}, x-go-type-skip-optional-pointer: false}", "new([]string)", "x is not set; it must be"),
	sends("map with a pointer, empty", "{type: object, additionalProperties: {type: string}, x-go-type-skip-optional-pointer: false}", "&map[string]string{}", `{"x":{}}`),
	sends("object with a pointer, empty", "{$ref: '#/components/schemas/OPFlat', x-go-type-skip-optional-pointer: false}", "&gen.OPFlat{}", `{"x":{}}`),
	stops("object with a pointer, wrong", "{$ref: '#/components/schemas/OPInner', x-go-type-skip-optional-pointer: false}", "&gen.OPInner{}", "x.id is empty; it must be set"),
	sends("object in allOf with a pointer, empty", "{allOf: [{$ref: '#/components/schemas/OPFlat'}], x-go-type-skip-optional-pointer: false}", "&gen.OPFlat{}", `{"x":{}}`),
	reads("boolean with a pointer", "{type: boolean, x-go-type-skip-optional-pointer: false}", `false`, `false`),
	reads("list with a pointer", "{type: array, items: {type: integer}, x-go-type-skip-optional-pointer: false}", `["1"]`, `[1]`),
	{name: "property read: enum with a pointer, by another spelling", text: strings.Replace(reading("{$ref: '#/components/schemas/OPKind', x-go-type-skip-optional-pointer: false}"), "{x:", "{aB: {type: string}, x:", 1),
		call: "c.OP(ctx)", sent: "GET /t/OP", answer: `200|application/json|{"a_b":"c","x":"STEEL"}`, got: `{"aB":"c","x":"STEEL"}`},
	sends("without a type", "{description: Anything.}", `map[string]any{"a": []any{1, "b", nil}}`, `{"x":{"a":[1,"b",null]}}`),
	sends("without a type, false", "{description: Anything.}", `false`, `{"x":false}`),
	reads("without a type", "{description: Anything.}", `{"a_b":9007199254740993}`, `{"a_b":9007199254740993}`),
	{name: "property without a type, required and unset", text: requiring("{description: Anything.}"), call: `c.OP(ctx, gen.OPThing{})`, got: "error: x is not set; it must be"},
	stops("list of anything with null", "{type: array, items: {}}", `[]any{1, nil}`, "x[1] is not set; it must be"),
	refuses("without a type, with a limit", "{minLength: 1}", "it must have one type"),
	sends("free-form", "{type: object}", `map[string]any{"a_b": 9007199254740993}`, `{"x":{"a_b":9007199254740993}}`),
	sends("free-form with additionalProperties", "{type: object, additionalProperties: true}", `map[string]any{"a": map[string]any{"b": true}}`, `{"x":{"a":{"b":true}}}`),
	sends("free-form unset", "{type: object}", `nil`, `{}`),
	{name: "property free-form, required and unset", text: requiring("{type: object}"), call: `c.OP(ctx, gen.OPThing{})`, got: "error: x is not set; it must be"},
	{name: "property free-form, required and empty", text: requiring("{type: object}"), call: `c.OP(ctx, gen.OPThing{X: map[string]any{}})`, sent: `POST /t/OP||{"x":{}}`},
	stops("free-form with too many entries", "{type: object, maxProperties: 1}", `map[string]any{"a": 1, "b": 2}`, "x has 2 entries; it must have at most 1"),
	reads("free-form, with every digit", "{type: object}", `{"a_b":9007199254740993,"c":1.10}`, `{"a_b":9007199254740993,"c":1.10}`),
	{name: "property read: free-form, with every digit in another spelling", text: strings.Replace(reading("{type: object}"), "{x:", "{aB: {type: integer}, x:", 1),
		call: "c.OP(ctx)", sent: "GET /t/OP", answer: `200|application/json|{"a_b":"1","x":{"a_b":9007199254740993}}`, got: `{"aB":1,"x":{"a_b":9007199254740993}}`},
	reads("list of free-form", "{type: array, items: {type: object}}", `[{"a":9007199254740993}]`, `[{"a":9007199254740993}]`),
	sends("nullable free-form", "{type: object, nullable: true}", `gen.Some(map[string]any{"a": 1})`, `{"x":{"a":1}}`),
	reads("nullable free-form", "{type: object, nullable: true}", `{"a":9007199254740993}`, `{"a":9007199254740993}`),
	refuses("object that must be empty", "{type: object, additionalProperties: false}", "an object that must be empty is not supported"),
	refuses("not", "{not: {type: string}}", "not is not supported; describe what the value is instead"),
	sends("oneOf without a name", "{oneOf: [{$ref: '#/components/schemas/OPInner'}, {$ref: '#/components/schemas/OPKind'}]}",
		`from(new(gen.OPThingX), func(x *gen.OPThingX) error { return x.FromOPKind(gen.OPKindWood) })`, `{"x":"WOOD"}`),
	stops("anyOf without a name, wrong", "{anyOf: [{$ref: '#/components/schemas/OPInner'}, {$ref: '#/components/schemas/OPKind'}]}",
		`from(new(gen.OPThingX), func(x *gen.OPThingX) error { return x.FromOPKind("GLASS") })`, `x is wrong: the value is "GLASS"; it must be one of WOOD, STEEL`),
	sends("allOf of two", "{allOf: [{$ref: '#/components/schemas/OPInner'}, {type: object, properties: {b: {type: string}}}]}", `gen.OPThingX{ID: "1", B: "2"}`, `{"x":{"b":"2","id":"1"}}`),
	refuses("limits of a time", "{type: string, format: date-time, maxLength: 30}", "limits on the text of a time"),
	stops("email broken", "{type: string, format: email}", `"a@b@c"`, "x must be an email address"),
	stops("uuid broken", "{type: string, format: uuid}", `"0b6f3f0e6d0f4a6b9f0f3f3a1c2d4e5f"`, "x must be a UUID"),
	stops("uuid of a version that is not there", "{type: string, format: uuid}", `"0b6f3f0e-6d0f-9a6b-9f0f-3f3a1c2d4e5f"`, "x must be a UUID"),
	stops("date broken", "{type: string, format: date}", `"2026-02-30"`, "x must be a day such as 2026-11-27"),
	stops("uri broken", "{type: string, format: uri}", `"example.com/a b"`, "x must be a whole address with its scheme"),
	stops("hostname broken", "{type: string, format: hostname}", `"-a.example.com"`, "x must be a host name"),
	sends("hostname", "{type: string, format: hostname}", `"a.example.com"`, `{"x":"a.example.com"}`),
	stops("ipv4 broken", "{type: string, format: ipv4}", `"192.0.2.256"`, "x must be an IPv4 address"),
	sends("ipv4", "{type: string, format: ipv4}", `"192.0.2.1"`, `{"x":"192.0.2.1"}`),
	stops("ipv6 broken", "{type: string, format: ipv6}", `"192.0.2.1"`, "x must be an IPv6 address"),
	sends("ipv6", "{type: string, format: ipv6}", `"2001:db8::1"`, `{"x":"2001:db8::1"}`),
	sends("format password", "{type: string, format: password}", `"a"`, `{"x":"a"}`),
	stops("format in a list broken", "{type: array, items: {type: string, format: email}}", `[]string{"a@example.com", "b"}`, "x[1] must be an email address"),
	stops("format in a map broken", "{type: object, additionalProperties: {type: string, format: email}}", `map[string]string{"a": "b"}`, `x["a"] must be an email address`),
	stops("format and length broken", "{type: string, format: email, maxLength: 5}", `"a@example.com"`, "x has 13 characters; it must have at most 5"),
	stops("format of a nullable broken", "{type: string, nullable: true, format: uuid}", `gen.Some("a")`, "x must be a UUID"),
	{name: "property required uuid empty", text: requiring("{type: string, format: uuid}"), call: `c.OP(ctx, gen.OPThing{})`, got: "error: x is empty; it must be a UUID"},
	{name: "property required bytes unset", text: requiring("{type: string, format: byte}"), call: `c.OP(ctx, gen.OPThing{})`, got: "error: x is not set; it must be"},
	{name: "property required bytes empty", text: requiring("{type: string, format: byte}"), call: `c.OP(ctx, gen.OPThing{X: []byte{}})`, sent: `POST /t/OP||{"x":""}`},
	stops("enum broken", "{$ref: '#/components/schemas/OPKind'}", `"GLASS"`, `x is "GLASS"; it must be one of WOOD, STEEL`),
	stops("enum in another case", "{$ref: '#/components/schemas/OPKind'}", `"wood"`, `x is "wood"; it must be one of WOOD, STEEL`),
	stops("enum in a list broken", "{type: array, items: {$ref: '#/components/schemas/OPKind'}}", `[]gen.OPKind{gen.OPKindWood, ""}`, `x[1] is empty; it must be one of WOOD, STEEL`),
	stops("enum in a map broken", "{type: object, additionalProperties: {$ref: '#/components/schemas/OPKind'}}", `map[string]gen.OPKind{"a": "GLASS"}`, `x["a"] is "GLASS"; it must be one of`),
	stops("enum in allOf broken", "{allOf: [{$ref: '#/components/schemas/OPKind'}], description: A kind.}", `"GLASS"`, `x is "GLASS"; it must be one of WOOD, STEEL`),
	stops("enum that may be null broken", "{allOf: [{$ref: '#/components/schemas/OPKind'}], nullable: true}", `gen.Some(gen.OPKind("GLASS"))`, `x is "GLASS"; it must be one of WOOD, STEEL`),
	{name: "property open enum with another value", text: sending("{$ref: '#/components/schemas/OPOpen'}") + "\n  OPOpen: {type: string, x-extensible-enum: [WOOD, STEEL]}",
		call: `c.OP(ctx, gen.OPThing{X: "GLASS"})`, sent: `POST /t/OP||{"x":"GLASS"}`},
	{name: "enum that is open and closed", text: sending("{$ref: '#/components/schemas/OPOpen'}") + "\n  OPOpen: {type: string, enum: [WOOD], x-extensible-enum: [WOOD, STEEL]}",
		refused: "OPOpen: it has enum, which allows no other value, and x-extensible-enum, which does; leave one of them out"},
	stops("multipleOf broken by a large number", "{type: integer, format: int64, multipleOf: 3}", "3000000000001", "x is 3000000000001; it must be a multiple of 3"),
	refuses("uniqueItems of times", "{type: array, uniqueItems: true, items: {type: string, format: date-time}}", "uniqueItems is checked only for strings and numbers"),
	refuses("format that nobody checks", "{type: string, format: iban}", "format iban is not checked before a request is sent; write it as a pattern, or remove it"),
	refuses("binary", "{type: string, format: binary}", "format binary is not supported in JSON; write byte for base64, or no format for text"),
	refuses("duration", "{type: string, format: duration}", "format duration is not supported in JSON"),
	refuses("format json", "{type: string, format: json}", "format json is not supported in JSON; write byte for base64, or no format for text"),
	refuses("integer of 8 bits", "{type: integer, format: int8}", "format int8 is not supported for integers; write int32 or int64"),
	refuses("unsigned integer", "{type: integer, format: uint64}", "format uint64 is not supported for integers; write int32 or int64"),
	refuses("float", "{type: number, format: float}", "format float is not supported for numbers; write double, or no format"),
	sends("enum without a name", "{type: string, enum: [A, B]}", "gen.OPThingXB", `{"x":"B"}`),
	{name: "property object without a name with a name for Go", text: sending("{type: object, x-go-name: Other, properties: {a: {type: string}}}"),
		call: `c.OP(ctx, gen.OPThing{Other: gen.OPThingX{A: "b"}})`, sent: `POST /t/OP||{"x":{"a":"b"}}`},
	sends("uniqueItems of a text, which says nothing", "{type: string, uniqueItems: true}", `"a"`, `{"x":"a"}`),
	{name: "schema with a name for Go", text: whole("  OPThing: {type: object, x-go-name: Other, properties: {a: {type: string}}}"), refused: "OPThing: x-go-name is supported for properties and parameters; rename the schema instead"},
	stops("enum without a name broken", "{type: string, enum: [A, B]}", `"C"`, `x is "C"; it must be one of A, B`),
	sends("enum without a name that may be null", "{type: string, nullable: true, enum: [A, B]}", "gen.Null[gen.OPThingX]()", `{"x":null}`),
	sends("object without a name", "{type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}", `gen.OPThingX{A: gen.OPThingXA{B: "c"}}`, `{"x":{"a":{"b":"c"}}}`),
	sends("list of enums without a name", "{type: array, items: {type: string, enum: [A, B]}}", "[]gen.OPThingXEntry{gen.OPThingXEntryA}", `{"x":["A"]}`),
	sends("map of objects without a name", "{type: object, additionalProperties: {type: object, properties: {a: {type: integer}}}}", `map[string]gen.OPThingXValue{"k": {A: 1}}`, `{"x":{"k":{"a":1}}}`),
	{name: "property object without a name that takes a name", text: sending("{type: object, properties: {a: {type: string}}}") + "\n  OPThingX: {type: object, properties: {b: {type: string}}}", refused: "OPThingX"},
	{name: "property object without a name, refused inside", text: sending("{type: object, properties: {a: {type: number, format: float}}}"), refused: "OPThing.x.a: format float is not supported"},
	refuses("enum of booleans", "{type: boolean, enum: [true]}", ""),
	refuses("const of 3.1", "{type: string, const: a}", ""),
	refuses("patternProperties of 3.1", "{type: object, patternProperties: {a: {type: string}}}", ""),
	refuses("if of 3.1", "{type: string, if: {minLength: 1}}", ""),
	refuses("a keyword that OpenAPI lacks", "{type: string, minimumLength: 1}", ""),
	sends("xml, title and externalDocs, which say nothing about JSON", "{type: string, title: A title, xml: {name: y}, externalDocs: {url: https://example.com}}", `"a"`, `{"x":"a"}`),
	sends("readOnly and optional, unset", "{type: string, readOnly: true}", `""`, "{}"),
	sends("writeOnly", "{type: string, writeOnly: true}", `"a"`, `{"x":"a"}`),
	sends("deprecated", "{type: string, deprecated: true}", `"a"`, `{"x":"a"}`),
	sends("example", "{type: string, example: \"a */ b\"}", `"a"`, `{"x":"a"}`),
	stops("readOnly and set", "{type: string, readOnly: true}", `"a"`, "x is set, and only responses have it; leave it unset"),
	{name: "property readOnly and required", text: requiring("{type: string, readOnly: true, minLength: 1}"), call: `c.OP(ctx, gen.OPThing{})`, sent: `POST /t/OP||{}`},
	{name: "property required time unset", text: requiring("{type: string, format: date-time}"), call: `c.OP(ctx, gen.OPThing{})`, got: "error: x is not set; it must be"},
	{name: "property required list unset", text: requiring("{type: array, items: {type: string}}"), call: `c.OP(ctx, gen.OPThing{})`, got: "error: x is not set; it must be"},
	{name: "property required list empty", text: requiring("{type: array, items: {type: string}}"), call: `c.OP(ctx, gen.OPThing{X: []string{}})`, sent: `POST /t/OP||{"x":[]}`},
	{name: "property required map unset", text: requiring("{type: object, additionalProperties: {type: string}}"), call: `c.OP(ctx, gen.OPThing{})`, got: "error: x is not set; it must be"},
	{name: "property required enum unset", text: requiring("{$ref: '#/components/schemas/OPKind'}"), call: `c.OP(ctx, gen.OPThing{})`, got: "error: x is empty; it must be one of WOOD, STEEL"},
	{name: "property required text empty", text: requiring("{type: string}"), call: `c.OP(ctx, gen.OPThing{})`, sent: `POST /t/OP||{"x":""}`},
	{name: "property required boolean false", text: requiring("{type: boolean}"), call: `c.OP(ctx, gen.OPThing{})`, sent: `POST /t/OP||{"x":false}`},
	{name: "properties beside others", text: whole("  OPThing: {type: object, properties: {a: {type: string}, n: {type: integer}}, additionalProperties: {type: string}}"),
		call: `c.OP(ctx, gen.OPThing{A: "<", AdditionalProperties: map[string]string{"c": "d", "B": "<"}})`, sent: `POST /t/OP||{"a":"<","B":"<","c":"d"}`},
	{name: "properties beside others, which break a rule", text: whole("  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string, minLength: 2}}"),
		call: `c.OP(ctx, gen.OPThing{AdditionalProperties: map[string]string{"c": "d"}})`, got: `error: ["c"] must have at least 2 characters`},
	{name: "properties beside others, which have a property's name", text: whole("  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}"),
		call: `c.OP(ctx, gen.OPThing{AdditionalProperties: map[string]string{"a": "d"}})`, got: `error: AdditionalProperties has "a", which is a field of its own`},
	{name: "properties beside others, of objects", text: whole("  OPIn: {type: object, required: [id], properties: {id: {type: string, minLength: 1}}}\n  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: {$ref: '#/components/schemas/OPIn'}}"),
		call: `c.OP(ctx, gen.OPThing{AdditionalProperties: map[string]gen.OPIn{"c": {}}})`, got: `error: ["c"].id is empty; it must be set`},
	{name: "properties beside others, inside a property", text: sending("{$ref: '#/components/schemas/OPOpen'}") + "\n  OPOpen: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}",
		call: `c.OP(ctx, gen.OPThing{X: gen.OPOpen{AdditionalProperties: map[string]int{"c": 0}}})`, sent: `POST /t/OP||{"x":{"c":0}}`},
	{name: "properties beside others, unset", text: sending("{$ref: '#/components/schemas/OPOpen'}") + "\n  OPOpen: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}",
		call: `c.OP(ctx, gen.OPThing{})`, sent: `POST /t/OP||{}`},
	{name: "properties beside others in an answer, in another spelling", text: reading("{type: object, properties: {twoWords: {type: integer}}, additionalProperties: {type: integer, format: int64}}"),
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"x":{"two_words":"1","a_b":9007199254740993}}`, got: `{"x":{"twoWords":1,"a_b":9007199254740993}}`},
	{name: "properties beside any others", text: whole("  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: true}"),
		call: `c.OP(ctx, gen.OPThing{A: "b", AdditionalProperties: map[string]any{"c": []int{1}}})`, sent: `POST /t/OP||{"a":"b","c":[1]}`},
	{name: "properties beside any others in an answer", text: reading("{type: object, properties: {a: {type: string}}, additionalProperties: true}"),
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"x":{"a":"b","n":9007199254740993}}`, got: `{"x":{"a":"b","n":9007199254740993}}`},
	{name: "property called additionalProperties beside others", text: whole("  OPThing: {type: object, properties: {additionalProperties: {type: string}}, additionalProperties: true}"),
		refused: "OPThing.additionalProperties: property additionalProperties would be called AdditionalProperties in Go, which is the name of the field for properties that are not listed"},
	{name: "free-form with a name", text: whole("  OPThing: {type: object, additionalProperties: true}"),
		call: `c.OP(ctx, gen.OPThing{"a": 1})`, sent: `POST /t/OP||{"a":1}`},
	{name: "free-form with a name in an answer", text: "responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}\nschemas: {OPThing: {type: object, additionalProperties: true}}",
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"a_b":9007199254740993}`, got: `{"a_b":9007199254740993}`},
	{name: "required that is no property of a map", text: whole("  OPThing: {type: object, required: [b], additionalProperties: {type: string}}"),
		refused: "OPThing: required names b, which is not among its properties; add it there"},
	{name: "oneOf with values of any type in it", text: whole("  OPA: {type: object, properties: {a: {type: object}}}\n  OPThing: {oneOf: [{$ref: '#/components/schemas/OPA'}, {type: string}]}"),
		refused: "OPThing: #/components/schemas/OPA has values of any type in it, whose numbers would lose digits in oneOf"},
	{name: "properties and no others", text: whole("  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: false}"),
		call: `c.OP(ctx, gen.OPThing{A: "b"})`, sent: `POST /t/OP||{"a":"b"}`},
	{name: "required that is no property", text: whole("  OPThing: {type: object, required: [b], properties: {a: {type: string}}}"),
		refused: "OPThing: required names b, which is not among its properties; add it there"},
}
