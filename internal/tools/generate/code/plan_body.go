package code

import (
	"strings"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// body plans what is sent as the request body.
func (p *plan) body(op codegen.OperationDefinition) {
	if len(op.Bodies) == 0 {
		return
	}
	body := op.Bodies[0]
	p.Body = &body
	if body.ContentType != "application/json" {
		p.ContentType = body.ContentType
	}
	of := body.Schema.OAPISchema
	switch {
	case rules.IsJSON(body.ContentType):
		p.jsonBody(body)
	case body.ContentType == "application/x-www-form-urlencoded", body.ContentType == "multipart/form-data":
		p.BodyMultipart = body.ContentType == "multipart/form-data"
		p.BodyType, p.BodyValue, p.BodyForm = body.Schema.TypeDecl(), "&body", true
		p.Checks = append(p.Checks, checks(`"body"`, "body", body.Schema, true, 0)...)
	case strings.HasPrefix(body.ContentType, "text/"):
		p.BodyType, p.BodyValue = "string", "transport.Encoded(body)"
		if of != nil {
			p.Checks = append(p.Checks, checks(`"body"`, "body", body.Schema, true, 1)...)
		}
		p.Checks = append(p.Checks, "wire.CheckText(\"body\", body, true, 1, \"\")") // no text would be no body
	default:
		p.BodyType, p.BodyValue = "[]byte", "transport.Encoded(body)"
		p.Checks = append(p.Checks, "wire.CheckSet(\"body\", len(body) > 0)")
	}
}

func (p *plan) jsonBody(body codegen.RequestBodyDefinition) {
	of := body.Schema.OAPISchema
	opaque := of.Extensions["x-go-type"] != nil
	if !opaque && of.Type.Is("object") && len(of.Properties) == 0 && of.AdditionalProperties.Schema == nil && !isFree(of) {
		p.BodyValue = "struct{}{}"
		return
	}
	p.BodyType, p.BodyValue = body.Schema.TypeDecl(), "body"
	checked := isStruct(body.Schema) // by the transport
	if !body.Required {
		p.BodyType, p.BodyValue = "*"+p.BodyType, "transport.Optional(body)"
		if inner := checks("field", "value", body.Schema, true, 0); len(inner) > 0 && !checked {
			p.Checks = append(p.Checks, "wire.CheckPointer(\"body\", body, "+closure(body.Schema, inner)+")")
		}
		return
	}
	if !opaque && checked {
		p.BodyValue = "&body"
	}
	if !checked {
		p.Checks = append(p.Checks, checks(`"body"`, "body", body.Schema, true, 0)...)
	}
}
