package stash_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/gen"
	"github.com/stash-sdk/stash-go/stash"
)

// TestClientsThatNobodyMade calls every method of nil and zero clients, which a forgotten error of New leaves behind: each
// returns an error that says so. With is called as well, and so are the methods of what it returns.
func TestClientsThatNobodyMade(t *testing.T) {
	var none *stash.Client
	for name, client := range map[string]any{
		"nil": none, "zero": new(stash.Client), "from a nil one": none.With(stash.APIKey(fakeKey)),
		"from a zero one": new(stash.Client).With(stash.APIKey(fakeKey)), "nil, generated": (*gen.Client)(nil), "zero, generated": new(gen.Client),
	} {
		value, tried := reflect.ValueOf(client), 0
		for i := range value.NumMethod() {
			method := value.Type().Method(i).Name
			if method == "With" {
				continue
			}
			tried++
			err := errorOf(t, name+": "+method, value.Method(i))
			var e *stash.Error
			if !errors.As(err, &e) || !errors.Is(err, stash.ErrInvalidArgument) || e.Operation == "" || !strings.Contains(err.Error(), "make one with stash.New") {
				t.Errorf("%s: %s returns %v", name, method, err)
			}
		}
		if tried < 40 {
			t.Errorf("%s: only %d methods", name, tried)
		}
	}
}

// errorOf calls a method with zero values and a context, and returns its error, or that of the iterator it returns.
func errorOf(t *testing.T, name string, method reflect.Value) (err error) {
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s panics: %v", name, p)
		}
	}()
	var args []reflect.Value
	for i := range method.Type().NumIn() {
		if method.Type().IsVariadic() && i == method.Type().NumIn()-1 {
			continue
		}
		arg := reflect.New(method.Type().In(i)).Elem()
		switch value := arg.Addr().Interface().(type) {
		case *context.Context:
			*value = t.Context()
		case *string:
			*value = "x"
		}
		args = append(args, arg)
	}
	results := method.Call(args)
	last := results[len(results)-1]
	if last.Kind() == reflect.Func {
		for _, failed := range last.Seq2() {
			last = failed
		}
	}
	err, _ = last.Interface().(error)
	return err
}

// TestErrorsMadeByHand checks the texts of errors that a program's own test has made.
func TestErrorsMadeByHand(t *testing.T) {
	for want, e := range map[string]*stash.Error{
		"stash: a call was not sent":                                            {},
		"stash: GetPlan was not sent":                                           {Operation: "GetPlan"},
		"stash: a call was not sent: NOT_FOUND":                                 {Code: stash.CodeNotFound},
		"stash: a call was not sent: no credit":                                 {Message: "no credit", Code: stash.CodeNotFound},
		"stash: a call failed with HTTP 404 Not Found":                          {HTTPStatus: 404},
		"stash: GetPlan failed with HTTP 404 NOT_FOUND: none":                   {Operation: "GetPlan", HTTPStatus: 404, Code: stash.CodeNotFound, Message: "none"},
		"stash: a call failed with HTTP 503 Service Unavailable (sent 3 times)": {HTTPStatus: 503, Attempts: 3},
		"stash: a call failed with HTTP 599 (request id r-1)":                   {HTTPStatus: 599, RequestID: "r-1"},
	} {
		if e.Error() != want {
			t.Errorf("%q, want %q", e.Error(), want)
		}
	}
}
