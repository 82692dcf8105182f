package main

import (
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// called finds the operation that the arguments name: by its name, or by a method and a path. A path gives parameters too.
func called(args []string) (op *contract.Operation, params []string, err error) {
	if len(args) != 2 || args[0] != strings.ToUpper(args[0]) || !strings.HasPrefix(args[1], "/") {
		name, err := one(args, "the operation", "run stash operations to list the operations")
		if err != nil {
			return nil, nil, err
		}
		if name == strings.ToUpper(name) && http.MethodGet == name || strings.HasPrefix(name, "/") {
			return nil, nil, misuse("give a method and a path, such as GET /sdk/plans, or the name of an operation")
		}
		op, err = operation(name)
		return op, nil, err
	}
	target, err := url.Parse(args[1])
	if err != nil {
		return nil, nil, misuse("%.80q is not a path; give one such as /sdk/plans", args[1])
	}
	doc, err := document()
	if err != nil {
		return nil, nil, err
	}
	exchange, _ := doc.Find(&http.Request{Method: args[0], URL: target, Header: http.Header{}})
	if exchange == nil {
		return nil, nil, misuse("there is no operation at %s %.80s; run stash operations to list the operations", args[0], args[1])
	}
	for name, value := range exchange.Params {
		params = append(params, name+"="+value)
	}
	query, err := url.ParseQuery(target.RawQuery)
	if err != nil {
		return nil, nil, misuse("the query of %.80q cannot be read: %w", args[1], err)
	}
	for name, values := range query {
		for _, value := range values {
			params = append(params, name+"="+value)
		}
	}
	return exchange.Operation, params, nil
}

func isFile(body string) bool {
	if body == "" || body == "-" || strings.ContainsAny(body, "{[\"\n") {
		return false
	}
	info, err := os.Stat(body)
	return err == nil && !info.IsDir()
}
