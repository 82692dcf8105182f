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
	refuses("without a type", "{description: Anything.}", "it must have one type"),
	refuses("free-form", "{type: object}", "an object whose properties are not known would lose digits of its numbers"),
	refuses("free-form with additionalProperties", "{type: object, additionalProperties: true}", "an object whose properties are not known would lose digits of its numbers"),
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
	refuses("format that nobody checks", "{type: string, format: iban}", ""),
	refuses("binary", "{type: string, format: binary}", "format binary is not supported in JSON; write byte for base64, or no format for text"),
	refuses("duration", "{type: string, format: duration}", "format duration is not supported in JSON"),
	refuses("format json", "{type: string, format: json}", ""),
	refuses("integer of 8 bits", "{type: integer, format: int8}", ""),
	refuses("unsigned integer", "{type: integer, format: uint64}", ""),
	refuses("float", "{type: number, format: float}", "format float is not supported for numbers; write double, or no format"),
	sends("enum without a name", "{type: string, enum: [A, B]}", "gen.OPThingXB", `{"x":"B"}`),
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
	{name: "properties beside others", text: whole("  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}"),
		refused: "OPThing: properties beside additionalProperties are not supported"},
	{name: "properties beside any others", text: whole("  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: true}"),
		refused: "OPThing: properties beside additionalProperties are not supported"},
	{name: "properties and no others", text: whole("  OPThing: {type: object, properties: {a: {type: string}}, additionalProperties: false}"),
		call: `c.OP(ctx, gen.OPThing{A: "b"})`, sent: `POST /t/OP||{"a":"b"}`},
	{name: "required that is no property", text: whole("  OPThing: {type: object, required: [b], properties: {a: {type: string}}}"),
		refused: "OPThing: required names b, which is not among its properties; add it there"},
	{name: "oneOf", text: whole(pets + "  OPPet: {oneOf: [{$ref: '#/components/schemas/OPCat'}, {$ref: '#/components/schemas/OPDog'}]}\n  OPThing: {type: object, properties: {pet: {$ref: '#/components/schemas/OPPet'}}}"),
		call: `c.OP(ctx, gen.OPThing{Pet: from(new(gen.OPPet), func(p *gen.OPPet) error { return p.FromOPCat(gen.OPCat{Kind: "cat", Lives: 9}) })})`, sent: `POST /t/OP||{"pet":{"kind":"cat","lives":9}}`},
	{name: "oneOf with a wrong value", text: whole(pets + "  OPPet: {oneOf: [{$ref: '#/components/schemas/OPCat'}, {$ref: '#/components/schemas/OPDog'}]}\n  OPThing: {type: object, properties: {pet: {$ref: '#/components/schemas/OPPet'}}}"),
		call: `c.OP(ctx, gen.OPThing{Pet: from(new(gen.OPPet), func(p *gen.OPPet) error { return p.FromOPCat(gen.OPCat{Kind: "cat"}) })})`, got: "error: pet.lives is 0; it must be at least 1"},
	{name: "oneOf unset", text: whole(pets + "  OPPet: {oneOf: [{$ref: '#/components/schemas/OPCat'}, {$ref: '#/components/schemas/OPDog'}]}\n  OPThing: {type: object, properties: {pet: {$ref: '#/components/schemas/OPPet'}}}"),
		call: `c.OP(ctx, gen.OPThing{})`, sent: `POST /t/OP||{}`},
	{name: "oneOf required and unset", text: whole(pets + "  OPPet: {oneOf: [{$ref: '#/components/schemas/OPCat'}, {$ref: '#/components/schemas/OPDog'}]}\n  OPThing: {type: object, required: [pet], properties: {pet: {$ref: '#/components/schemas/OPPet'}}}"),
		call: `c.OP(ctx, gen.OPThing{})`, got: "error: pet is wrong: it is not set; it must be"},
	{name: "oneOf with a discriminator, as a body", text: whole(pets + "  OPThing: {oneOf: [{$ref: '#/components/schemas/OPCat'}, {$ref: '#/components/schemas/OPDog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/OPCat', dog: '#/components/schemas/OPDog'}}}"),
		call: `c.OP(ctx, from(new(gen.OPThing), func(p *gen.OPThing) error { return p.FromOPDog(gen.OPDog{Name: "Rex"}) }))`, sent: `POST /t/OP||{"kind":"dog","name":"Rex"}`},
	{name: "anyOf in an answer", text: `
responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPPet'}}}}}
schemas:
` + pets + "  OPPet: {anyOf: [{$ref: '#/components/schemas/OPCat'}, {$ref: '#/components/schemas/OPDog'}]}",
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"kind":"dog","name":"Rex"}`, got: `{"kind":"dog","name":"Rex"}`},
	{name: "oneOf of a text and an integer, the text", text: whole("  OPThing: {oneOf: [{type: string, minLength: 2}, {type: integer}]}"),
		call: `c.OP(ctx, from(new(gen.OPThing), func(x *gen.OPThing) error { return x.FromOPThingText("ab") }))`, sent: `POST /t/OP||"ab"`},
	{name: "oneOf of a text and an integer, the integer", text: whole("  OPThing: {oneOf: [{type: string, minLength: 2}, {type: integer}]}"),
		call: `c.OP(ctx, from(new(gen.OPThing), func(x *gen.OPThing) error { return x.FromOPThingInteger(0) }))`, sent: `POST /t/OP||0`},
	{name: "oneOf of a text and an integer, the text too short", text: whole("  OPThing: {oneOf: [{type: string, minLength: 2}, {type: integer}]}"),
		call: `c.OP(ctx, from(new(gen.OPThing), func(x *gen.OPThing) error { return x.FromOPThingText("a") }))`, got: "error: the value must have at least 2 characters"},
	{name: "oneOf of a text and a list", text: whole("  OPThing: {type: object, required: [x], properties: {x: {oneOf: [{type: string}, {type: array, items: {type: string}}]}}}"),
		call: `c.OP(ctx, gen.OPThing{X: from(new(gen.OPThingX), func(x *gen.OPThingX) error { return x.FromOPThingXList(gen.OPThingXList{"a"}) })})`, sent: `POST /t/OP||{"x":["a"]}`},
	{name: "oneOf of two texts, which both fit", text: whole("  OPName: {type: string}\n  OPCode: {type: string, pattern: '^[a-z]+$'}\n  OPThing: {oneOf: [{$ref: '#/components/schemas/OPName'}, {$ref: '#/components/schemas/OPCode'}]}"),
		call: `c.OP(ctx, from(new(gen.OPThing), func(x *gen.OPThing) error { return x.FromOPCode("a") }))`, got: "error: it fits several of the types"},
	{name: "oneOf of two texts, of which one fits", text: whole("  OPName: {type: string}\n  OPCode: {type: string, pattern: '^[a-z]+$'}\n  OPThing: {oneOf: [{$ref: '#/components/schemas/OPName'}, {$ref: '#/components/schemas/OPCode'}]}"),
		call: `c.OP(ctx, from(new(gen.OPThing), func(x *gen.OPThing) error { return x.FromOPName("A") }))`, sent: `POST /t/OP||"A"`},
	{name: "anyOf of two texts, which both fit", text: whole("  OPName: {type: string}\n  OPCode: {type: string, pattern: '^[a-z]+$'}\n  OPThing: {anyOf: [{$ref: '#/components/schemas/OPName'}, {$ref: '#/components/schemas/OPCode'}]}"),
		call: `c.OP(ctx, from(new(gen.OPThing), func(x *gen.OPThing) error { return x.FromOPCode("a") }))`, sent: `POST /t/OP||"a"`},
	{name: "oneOf of open objects, which both fit", text: whole("  OPA: {type: object, properties: {a: {type: string}}}\n  OPB: {type: object, properties: {b: {type: string}}}\n  OPThing: {oneOf: [{$ref: '#/components/schemas/OPA'}, {$ref: '#/components/schemas/OPB'}]}"),
		call: `c.OP(ctx, from(new(gen.OPThing), func(x *gen.OPThing) error { return x.FromOPA(gen.OPA{A: "a"}) }))`, got: "error: it fits several of the types"},
	{name: "oneOf of open objects that requirements tell apart", text: whole("  OPA: {type: object, required: [a], properties: {a: {type: string}}}\n  OPB: {type: object, required: [in], properties: {in: {type: object, required: [b], properties: {b: {type: string}}}}}\n  OPThing: {oneOf: [{$ref: '#/components/schemas/OPA'}, {$ref: '#/components/schemas/OPB'}]}"),
		call: `c.OP(ctx, from(new(gen.OPThing), func(x *gen.OPThing) error { return x.FromOPB(gen.OPB{}) }))`, sent: `POST /t/OP||{"in":{"b":""}}`},
	{name: "oneOf of open and closed objects", text: whole("  OPA: {type: object, additionalProperties: false, required: [a], properties: {a: {type: object, properties: {b: {type: string}}}}}\n  OPB: {type: object, properties: {b: {type: string}}}\n  OPThing: {oneOf: [{$ref: '#/components/schemas/OPA'}, {$ref: '#/components/schemas/OPB'}]}"),
		refused: "OPThing: in #/components/schemas/OPA some objects have additionalProperties: false and some do not"},
	{name: "oneOf of an integer and a number", text: whole("  OPThing: {oneOf: [{type: number}, {type: integer}]}"), refused: "OPThing: oneOf holds an integer and a number, and an integer is both; write anyOf, or leave the integer out"},
	{name: "oneOf in a oneOf", text: whole("  OPThing: {oneOf: [{type: string}, {oneOf: [{type: integer}, {type: boolean}]}]}"), refused: "OPThing: oneOf may hold only schemas of one type"},
	{name: "oneOf of texts in an answer", text: reading("{oneOf: [{type: string}, {type: integer}]}"), call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"x":9007199254740993}`, got: `{"x":9007199254740993}`},
	{name: "list of unions", text: sending("{type: array, items: {oneOf: [{type: string}, {type: integer}]}}"),
		call: `c.OP(ctx, gen.OPThing{X: []gen.OPThingXEntry{from(new(gen.OPThingXEntry), func(x *gen.OPThingXEntry) error { return x.FromOPThingXEntryInteger(1) })}})`, sent: `POST /t/OP||{"x":[1]}`},
	{name: "oneOf beside properties", text: whole(pets + "  OPThing: {type: object, properties: {a: {type: string}}, oneOf: [{$ref: '#/components/schemas/OPCat'}]}"), refused: "OPThing: oneOf is supported only by itself"},
	{name: "oneOf with a discriminator that a schema lacks", text: whole(pets + "  OPThing: {oneOf: [{$ref: '#/components/schemas/OPCat'}, {$ref: '#/components/schemas/OPDog'}], discriminator: {propertyName: name}}"), refused: "OPThing: the discriminator is name, which must be a required string of"},
	{name: "oneOf with a discriminator without a mapping", text: whole(pets + "  OPThing: {oneOf: [{$ref: '#/components/schemas/OPCat'}, {$ref: '#/components/schemas/OPDog'}], discriminator: {propertyName: kind}}"),
		call: `c.OP(ctx, from(new(gen.OPThing), func(p *gen.OPThing) error { return p.FromOPDog(gen.OPDog{Name: "Rex"}) }))`, sent: `POST /t/OP||{"kind":"OPDog","name":"Rex"}`},
	{name: "oneOf with a discriminator that maps one", text: whole(pets + "  OPThing: {oneOf: [{$ref: '#/components/schemas/OPCat'}, {$ref: '#/components/schemas/OPDog'}], discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/OPCat'}}}"), refused: "OPThing: the discriminator's mapping lacks #/components/schemas/OPDog; add it, or leave the mapping out"},
	{name: "allOf", text: whole("  OPA: {type: object, required: [a], properties: {a: {type: string, minLength: 1}}}\n  OPThing: {allOf: [{$ref: '#/components/schemas/OPA'}, {type: object, required: [a], properties: {b: {type: integer}}}]}"),
		call: `c.OP(ctx, gen.OPThing{A: "1", B: 2})`, sent: `POST /t/OP||{"a":"1","b":2}`},
	{name: "allOf with a wrong value", text: whole("  OPA: {type: object, required: [a], properties: {a: {type: string, minLength: 1}}}\n  OPThing: {allOf: [{$ref: '#/components/schemas/OPA'}], properties: {b: {type: integer}}}"),
		call: `c.OP(ctx, gen.OPThing{B: 2})`, got: "error: a is empty; it must be set"},
	{name: "allOf of allOf", text: whole("  OPA: {type: object, properties: {a: {type: string}}}\n  OPB: {allOf: [{$ref: '#/components/schemas/OPA'}, {properties: {b: {type: string}}}]}\n  OPThing: {allOf: [{$ref: '#/components/schemas/OPB'}, {properties: {c: {type: string}}}]}"),
		call: `c.OP(ctx, gen.OPThing{A: "1", B: "2", C: "3"})`, sent: `POST /t/OP||{"a":"1","b":"2","c":"3"}`},
	{name: "allOf in an answer, in another spelling", text: `
responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/OPThing'}}}}}
schemas:
  OPA: {type: object, properties: {twoWords: {type: string}}}
  OPThing: {allOf: [{$ref: '#/components/schemas/OPA'}, {type: object, properties: {b: {type: integer}}}]}`,
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"two_words":"a","b":"2"}`, got: `{"b":2,"twoWords":"a"}`},
	{name: "allOf with a property twice", text: whole("  OPA: {type: object, properties: {a: {type: string}}}\n  OPThing: {allOf: [{$ref: '#/components/schemas/OPA'}, {type: object, properties: {a: {type: integer}}}]}"),
		refused: "OPThing: two parts of allOf have the property a; leave it in one of them"},
	{name: "allOf of a text", text: whole("  OPA: {type: string}\n  OPThing: {allOf: [{$ref: '#/components/schemas/OPA'}, {type: object, properties: {a: {type: integer}}}]}"),
		refused: "OPThing: every part of allOf must be an object with properties and no others; write them into one schema"},
	{name: "properties of a number", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: number, properties: {a: {type: string}}}",
		refused: "OPLevel: it has properties or items, and its type is number; write type: object or array, or remove them"},
	{name: "recursion through a list", text: whole("  OPThing: {type: object, required: [a], properties: {a: {type: string, minLength: 1}, children: {type: array, items: {$ref: '#/components/schemas/OPThing'}}}}"),
		call: `c.OP(ctx, gen.OPThing{A: "1", Children: []gen.OPThing{{A: "2"}}})`, sent: `POST /t/OP||{"a":"1","children":[{"a":"2"}]}`},
	{name: "recursion through a list with a wrong value", text: whole("  OPThing: {type: object, required: [a], properties: {a: {type: string, minLength: 1}, children: {type: array, items: {$ref: '#/components/schemas/OPThing'}}}}"),
		call: `c.OP(ctx, gen.OPThing{A: "1", Children: []gen.OPThing{{}}})`, got: "error: children[0].a is empty; it must be set"},
	{name: "recursion through a property", text: whole("  OPThing: {type: object, properties: {a: {type: string}, parent: {$ref: '#/components/schemas/OPThing'}}}"),
		call: `c.OP(ctx, gen.OPThing{A: "1", Parent: &gen.OPThing{A: "2"}})`, sent: `POST /t/OP||{"a":"1","parent":{"a":"2"}}`},
	{name: "recursion of two", text: whole("  OPThing: {type: object, properties: {other: {$ref: '#/components/schemas/OPOther'}}}\n  OPOther: {type: object, properties: {thing: {$ref: '#/components/schemas/OPThing'}}}"),
		call: `c.OP(ctx, gen.OPThing{Other: &gen.OPOther{Thing: &gen.OPThing{}}})`, sent: `POST /t/OP||{"other":{"thing":{}}}`},
	{name: "recursion through a map", text: whole("  OPThing: {type: object, properties: {by: {type: object, additionalProperties: {$ref: '#/components/schemas/OPThing'}}}}"),
		call: `c.OP(ctx, gen.OPThing{By: map[string]gen.OPThing{"a": {}}})`, sent: `POST /t/OP||{"by":{"a":{}}}`},
	{name: "recursion in an answer, in another spelling", text: strings.Replace(reading("{type: array, items: {$ref: '#/components/schemas/OPThing'}}"), "properties: {x:", "properties: {twoWords: {type: string}, x:", 1),
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"x":[{"two_words":"a"}]}`, got: `{"x":[{"twoWords":"a"}]}`},
	{name: "recursion that has no end", text: whole("  OPThing: {type: object, required: [parent], properties: {parent: {$ref: '#/components/schemas/OPThing'}}}"),
		refused: "OPThing: it holds itself through parent, so a value of it has no end; make a property on the way optional"},
	{name: "recursion of a list with a name", text: whole("  OPThing: {type: object, properties: {a: {$ref: '#/components/schemas/OPList'}}}\n  OPList: {type: array, items: {$ref: '#/components/schemas/OPList'}}"),
		refused: "OPList: it holds itself through its entries"},
	{name: "enum of integers", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: integer, enum: [1, -2]}",
		call: `c.OP(ctx, gen.OPThing{X: gen.OPLevelMinus2})`, sent: `POST /t/OP||{"x":-2}`},
	{name: "enum of integers in an answer", text: reading("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: integer, format: int32, enum: [1, 2]}",
		call: `c.OP(ctx)`, sent: "GET /t/OP", answer: `200|application/json|{"x":"3"}`, got: `{"x":3}`},
	{name: "enum of integers in a query", text: "parameters: [{name: level, in: query, schema: {$ref: '#/components/schemas/OPLevel'}}]\nschemas: {OPLevel: {type: integer, enum: [1, 2]}}",
		call: `c.OP(ctx, gen.OPParams{Level: ptr(gen.OPLevel2)})`, sent: "GET /t/OP?level=2"},
	{name: "enum of integers broken", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: integer, enum: [1, -2]}",
		call: `c.OP(ctx, gen.OPThing{X: 3})`, got: `error: x is "3"; it must be one of 1, -2`},
	{name: "enum of integers with zero, required", text: requiring("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: integer, enum: [0, 1]}",
		call: `c.OP(ctx, gen.OPThing{})`, sent: `POST /t/OP||{"x":0}`},
	{name: "enum with a format", text: sending("{$ref: '#/components/schemas/OPLevel'}") + "\n  OPLevel: {type: string, format: int64, enum: ['1']}",
		refused: "OPLevel: format int64 is not supported beside an enum; remove it"},
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
