package gameserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	gen "github.com/stash-sdk/stash-go/gen/gameserver"
	"github.com/stash-sdk/stash-go/internal/inbound"
	"github.com/stash-sdk/stash-go/internal/secret"
	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// Handler answers Stash's calls for one shop. It is an http.Handler. Make it with NewHandler. It is safe for concurrent use,
// and printing it shows no secret.
type Handler struct {
	server       Server
	shopID       string
	keys         []*signature.Key
	secrets      []secret.Value // for scrub
	routes       []gen.Operation
	larger       map[string][]larger // by operation
	environment  PaymentEnvironment
	timeout      time.Duration
	maxBytes     int64
	now          func() time.Time
	logger       *slog.Logger
	replays      replays
	writers      sync.Pool // of *wire.Writer
	numericEnums bool
	unchecked    bool
	legacy       bool
	decode       bool
	observers    []func(context.Context, Call)
}

// NewHandler makes the handler that Stash calls. secrets are the game-server secrets (egress keys). While you replace a
// secret, pass both: each is accepted. The error names the first mistake in the arguments and shows no secret.
func NewHandler(server Server, shopID string, secrets []string, opts ...Option) (*Handler, error) {
	h := &Handler{
		server: server, shopID: shopID, timeout: 10 * time.Second, maxBytes: 1 << 20, now: time.Now,
		logger: slog.Default(), routes: append([]gen.Operation(nil), gen.Operations...), larger: largerCalls(gen.Operations),
		replays: replays{limit: 65_536, entries: map[[signature.Size]byte]*replay{}},
		writers: sync.Pool{New: func() any { return wire.NewWriter(nil) }},
	}
	if err := h.setUp(secrets, opts); err != nil {
		return nil, fmt.Errorf("gameserver: NewHandler: %w", err)
	}
	return h, nil
}

func (h *Handler) setUp(secrets []string, opts []Option) error {
	if h.server == nil {
		return errors.New("the server is nil")
	}
	if h.shopID == "" || strings.ContainsAny(h.shopID, "; \t\r\n") {
		return errors.New("the shop id is empty, or has white space or a semicolon in it; copy it from Stash Studio")
	}
	for _, opt := range opts {
		if opt == nil {
			return errors.New("an option is nil")
		}
		if err := opt(h); err != nil {
			return err
		}
	}
	served := map[string]string{}
	for _, route := range h.routes {
		key := route.Method + " " + route.Path
		if other, ok := served[key]; ok {
			return fmt.Errorf("%s and %s have the same path %s", other, route.ID, route.Path)
		}
		served[key] = route.ID
	}
	return h.setKeys(secrets)
}

// ServeHTTP answers a call: it finds the operation, reads the body, checks the signature and answers. If the same signed
// request was settled before, the answer comes from memory.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	route, reply := h.find(r)
	if route != nil {
		reply = h.serve(w, r, route)
	}
	reply.send(w)
	if reply.writer != nil {
		h.writers.Put(reply.writer)
	}
	h.tell(route, r, reply, time.Since(start))
}

// find returns the operation of a request, or the answer if there is none.
func (h *Handler) find(r *http.Request) (*gen.Operation, reply) {
	var wrong reply
	if h == nil || h.server == nil {
		wrong = failure(http.StatusInternalServerError, codeInternal, "the game server is not set up")
		wrong.reason = errors.New("the Handler is empty; make it with NewHandler, and look at the error that NewHandler returns")
		return nil, wrong
	}
	for i := range h.routes {
		route := &h.routes[i]
		switch {
		case route.Path != r.URL.Path:
		case route.Method == r.Method:
			return route, reply{}
		case wrong.status == 0:
			wrong = failure(http.StatusMethodNotAllowed, codeUnimplemented, route.ID+" is called with "+route.Method)
			wrong.allow = route.Method
		default:
			wrong.allow += ", " + route.Method
		}
	}
	if wrong.status == 0 {
		wrong = failure(http.StatusNotFound, codeNotFound, "no call of Stash has this path")
	}
	return nil, wrong
}

func (h *Handler) serve(w http.ResponseWriter, r *http.Request, route *gen.Operation) reply {
	// The headers come first: who has no signature does not get a body read.
	claim, err := h.claimed(r.Header)
	if err != nil {
		return failure(http.StatusUnauthorized, codeUnauthenticated, err.Error())
	}
	body, err := inbound.Read(w, r, h.maxBytes, h.timeout)
	switch {
	case errors.Is(err, inbound.ErrTooLong):
		return failure(http.StatusRequestEntityTooLarge, codeInvalidArgument, fmt.Sprintf("the body is longer than %d bytes", h.maxBytes))
	case errors.Is(err, inbound.ErrSlow):
		return failure(http.StatusRequestTimeout, codeDeadlineExceeded, inbound.ErrSlow.Error())
	case err != nil:
		return failure(http.StatusBadRequest, codeInvalidArgument, inbound.ErrCutOff.Error())
	case route.Method == http.MethodGet && len(body) > 0:
		// Only the body is signed: a POST that somebody recorded would read any player's data.
		return failure(http.StatusBadRequest, codeInvalidArgument, "a GET must not have a body")
	}
	if err := h.authenticate(claim, r.Header, body); err != nil {
		return failure(http.StatusUnauthorized, codeUnauthenticated, err.Error())
	}
	if route.Method == http.MethodGet || claim.timeless {
		return h.answer(r, route, body)
	}
	return h.replays.once(r.Context(), route.Path, claim, h.now(), func() reply { return h.answer(r, route, body).kept(&h.writers) })
}

// answer reads a signed request and settles it.
func (h *Handler) answer(r *http.Request, route *gen.Operation, body []byte) reply {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return h.refuse(route, nil, failure(http.StatusBadRequest, codeInvalidArgument, "the query cannot be read"))
	}
	read := "body"
	if route.Method == http.MethodGet {
		read = "query"
	}
	request, err := route.Read(query, body)
	if err != nil {
		return h.refuse(route, nil, failure(http.StatusBadRequest, codeInvalidArgument, "the "+read+" cannot be read: "+err.Error()+inbound.Changed(nil, body)))
	}
	settled := h.settle(r.Context(), route, request, body)
	settled.key = transactionOf(request)
	return settled
}

// settle checks a request that was read, and calls the Server's method.
func (h *Handler) settle(ctx context.Context, route *gen.Operation, request gen.Message, body []byte) reply {
	if other := h.meantFor(route, body); other != "" {
		return h.refuse(route, request, failure(http.StatusBadRequest, codeInvalidArgument, "the body is one of "+other))
	}
	if err := wire.Check("request", request); err != nil {
		return h.refuse(route, request, failure(http.StatusBadRequest, codeInvalidArgument, firstOf(err)))
	}
	if err := storable(request); err != nil {
		return h.refuse(route, request, failure(http.StatusBadRequest, codeInvalidArgument, err.Error()))
	}
	shop, environment := request.Origin()
	if shop != "" && !strings.EqualFold(shop, h.shopID) {
		return h.refuse(route, request, failure(http.StatusUnauthorized, codeUnauthenticated, "the request is for another shop"))
	}
	if h.environment != "" && environment != h.environment && environment != "" && environment != PaymentEnvironmentUnspecified {
		return h.refuse(route, request, failure(http.StatusForbidden, codePermissionDenied, "this server is only for "+string(h.environment)))
	}
	items, scope := itemsOf(request), h.scope(request)
	result, err := h.call(context.WithValue(ctx, inContext{}, scope), route, request)
	result, err = finish(request, items, result, err)
	switch {
	case result == nil:
		return failed(err)
	case !route.InBody && !h.unchecked:
		if wrong := wire.Check(route.ID+" answer", result); wrong != nil {
			return h.invalid(wrong)
		}
	}
	written := h.write(result, err)
	if err != nil && !route.InBody && written.status == http.StatusOK { // a decline
		written.status = http.StatusBadRequest
	}
	written.duplicate = scope.settledBefore.Load()
	return written
}

// refuse answers a signed request without calling the Server. Register and cancel report the failure in the body, because
// Stash does not understand an HTTP error from them. For a request that cannot be read, which is nil, the answer is the HTTP
// error, as it is for a register without items to give a status to.
func (h *Handler) refuse(route *gen.Operation, request gen.Message, wrong reply) reply {
	if request == nil {
		return wrong
	}
	var result gen.Answer
	err := Refuse(wrong.status, wrong.reason.Error())
	switch route.ID {
	case CancelPayment:
		result, err = finishCancel(nil, err)
	case RegisterPayment:
		if items := itemsOf(request); len(items) > 0 {
			result, err = finishRegister(items, nil, err)
		}
	}
	answer := wrong
	if result != nil {
		answer = h.write(result, err)
	}
	answer.unasked = true
	return answer
}

// write encodes an answer into a pooled buffer.
func (h *Handler) write(message gen.Answer, reason error) reply {
	w := h.writers.Get().(*wire.Writer)
	w.Reset()
	w.NumericEnums = h.numericEnums
	message.Encode(w)
	body, err := w.Bytes()
	if err != nil {
		if wrong := wire.Check("answer", message); wrong != nil {
			err = wrong // it has the path of the field
		}
		return h.invalid(err)
	}
	return reply{status: http.StatusOK, body: body, reason: reason, writer: w}
}

// invalid sends the first problem of an answer to Stash, and all of them to the log.
func (h *Handler) invalid(err error) reply {
	r := failure(http.StatusInternalServerError, codeInternal, "the game server's answer is not valid: "+firstOf(err))
	r.reason = err
	return r
}

func firstOf(err error) string {
	var invalid *wire.Invalid
	if !errors.As(err, &invalid) {
		return err.Error()
	}
	first := invalid.Problems[0].Error()
	if more := len(invalid.Problems) - 1; more > 0 {
		first += fmt.Sprintf(" (and %d more)", more)
	}
	return first
}

// Format prints only the type's name. The fields are not printed because they contain secrets.
func (h *Handler) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "gameserver.Handler") }
