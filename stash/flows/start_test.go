package flows_test

import (
	"net/http"
	"net/http/httptest"

	"github.com/stash-sdk/stash-go/stash/stashtest"
)

// start returns an emulated Stash, and a backend that calls it.
func start() (*stashtest.Server, *backend) {
	srv, err := stashtest.Start()
	check(err)
	return srv, &backend{stash: srv.Client(), orders: map[string]*order{}, gems: map[string]int64{}}
}

// serve hosts a handler until the examples end. It returns the address.
func serve(handler http.Handler, err error) string {
	check(err)
	return httptest.NewServer(handler).URL
}

// check stops an example at an error.
func check(err error) {
	if err != nil {
		panic(err)
	}
}
