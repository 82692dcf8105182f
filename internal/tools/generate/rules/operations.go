package rules

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// clientPaths refuses operations that would go to another address than they say, or cannot be made a method of.
func clientPaths(d *Document) []Refusal {
	f := finder{d: d}
	for i, server := range d.Shaped.Servers {
		if len(server.Variables) > 0 {
			f.add(fmt.Sprintf("/servers/%d", i), "server "+server.URL, "variables in a server's URL are not supported; write each server with its whole URL")
		}
	}
	for _, op := range operations(d.Shaped) {
		if strings.ContainsAny(op.Path, "?#") {
			f.add("/paths/"+escape(op.Path), op.Where, "the path has a ? or #, which is no part of a path; make it a query parameter")
		}
		seen := map[string]bool{}
		for _, found := range placeholder.FindAllStringSubmatch(op.Path, -1) {
			if seen[found[1]] {
				f.add("/paths/"+escape(op.Path), op.Where, "the path has the parameter "+found[1]+" twice; give the second one another name")
			}
			seen[found[1]] = true
		}
		if len(op.Item.Servers) > 0 || op.Servers != nil && len(*op.Servers) > 0 {
			f.add(op.Pointer+"/servers", op.Where, "servers of its own are not supported, because a credential goes only to the client's base URL; remove servers")
		}
		if op.OperationID == "" {
			f.add(op.Pointer, op.Where, "there is no operationId, which names its method and its errors; give it one")
		}
		if len(op.Callbacks) > 0 {
			f.add(op.Pointer+"/callbacks", op.Where, "callbacks are not supported; describe what Stash calls in gameserver.yaml or webhooks.yaml")
		}
		if op.Method == http.MethodTrace || op.Method == http.MethodConnect {
			f.add(op.Pointer, op.Where, "the method "+op.Method+" is not supported, because servers and proxies answer it themselves; use another method")
		}
	}
	return f.found
}

// securityIsThere refuses requirements of schemes that the document does not describe.
func securityIsThere(d *Document) []Refusal {
	f := finder{d: d}
	check := func(requirements openapi3.SecurityRequirements, at, where string) {
		for i, alternative := range requirements {
			here := fmt.Sprintf("%s/security/%d", at, i)
			for name := range alternative {
				if d.Shaped.Components == nil || d.Shaped.Components.SecuritySchemes[name] == nil {
					f.add(here, where, "security names "+name+", which is not among components.securitySchemes; add it there")
				}
			}
		}
	}
	check(d.Shaped.Security, "", "")
	for _, op := range operations(d.Shaped) {
		if op.Security != nil {
			check(*op.Security, op.Pointer, op.Where)
		}
	}
	return f.found
}
