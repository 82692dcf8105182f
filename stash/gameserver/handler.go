package gameserver

import (
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
	"github.com/stash-sdk/stash-go/internal/secret"
	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// handler serves the calls of one shop.
type handler struct {
	server       Server
	shopID       string
	keys         []*signature.Key
	secrets      []secret.Value // for scrub
	routes       []gen.Operation
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
}

// NewHandler makes the handler that Stash calls. secrets are the game-server secrets (egress keys) that are good at
// the moment, two while one is being replaced. The error names the first mistake in the arguments, and no secret.
func NewHandler(server Server, shopID string, secrets []string, opts ...Option) (http.Handler, error) {
	h := &handler{
		server: server, shopID: shopID, timeout: 10 * time.Second, maxBytes: 1 << 20, now: time.Now,
		logger: slog.Default(), routes: append([]gen.Operation(nil), gen.Operations...),
		replays: replays{limit: 65_536, entries: map[[signature.Size]byte]*replay{}},
		writers: sync.Pool{New: func() any { return wire.NewWriter(nil) }},
	}
	if err := h.setUp(secrets, opts); err != nil {
		return nil, fmt.Errorf("gameserver: NewHandler: %w", err)
	}
	return h, nil
}

func (h *handler) setUp(secrets []string, opts []Option) error {
	if h.server == nil {
		return errors.New("the server is nil")
	}
	if h.shopID == "" || strings.ContainsAny(h.shopID, "; \t\r\n") {
		return errors.New("the shop id is empty, or has a blank or semicolon in it; copy it from Stash Studio")
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

// ServeHTTP is the life of a call: find it, read its body, check the signature, and answer, from memory if the same
// signed request was settled before.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	route, reply := h.find(r)
	if route != nil {
		reply = h.serve(w, r, route)
	}
	reply.send(w)
	if reply.writer != nil {
		h.writers.Put(reply.writer)
	}
	if reply.reason != nil {
		h.logger.LogAttrs(r.Context(), levelOf(reply), "gameserver: a call of Stash failed", slog.String("call", h.nameOf(route, r)),
			slog.Int("status", reply.status), slog.Duration("duration", time.Since(start)), slog.String("reason", h.scrub(reply.reason.Error())))
	}
}

// nameOf is the call for the log. A path that is none of the calls' may be anything, and is escaped still.
func (h *handler) nameOf(route *gen.Operation, r *http.Request) string {
	if route != nil {
		return route.ID
	}
	return fmt.Sprintf("%.100s", h.scrub(r.Method+" "+r.URL.EscapedPath()))
}

// scrub takes the secrets out of a text that comes from elsewhere: a panic may print anything.
func (h *handler) scrub(text string) string {
	for _, s := range h.secrets {
		text = strings.ReplaceAll(text, s.Reveal(), s.String())
	}
	return text
}

// levelOf tells what a developer must mend from what a caller did wrong.
func levelOf(r reply) slog.Level {
	for _, fault := range []error{errPanic, errTimeout, errNoAnswer} {
		if errors.Is(r.reason, fault) {
			return slog.LevelError
		}
	}
	if r.status >= http.StatusInternalServerError {
		return slog.LevelError
	}
	return slog.LevelWarn
}

// find returns the call that is meant, or how to answer when none is.
func (h *handler) find(r *http.Request) (*gen.Operation, reply) {
	var wrong reply
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
		wrong = failure(http.StatusNotFound, codeNotFound, "Stash's calls have other paths than this one")
	}
	return nil, wrong
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request, route *gen.Operation) reply {
	sent := r.Body
	if sent == nil { // a request that no server has read has none
		sent = http.NoBody
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, sent, h.maxBytes))
	if tooLong := new(http.MaxBytesError); errors.As(err, &tooLong) {
		return failure(http.StatusRequestEntityTooLarge, codeInvalidArgument, fmt.Sprintf("the body is longer than %d bytes", h.maxBytes))
	} else if err != nil {
		return failure(http.StatusBadRequest, codeInvalidArgument, "the body did not arrive whole")
	}
	proof, err := h.authenticate(r.Header, body)
	if err != nil {
		return failure(http.StatusUnauthorized, codeUnauthenticated, err.Error())
	}
	if route.Method == http.MethodGet || proof.timeless {
		return h.answer(r, route, body)
	}
	return h.replays.once(r.Context(), route.Path, proof, h.now(), func() reply { return h.answer(r, route, body).kept(&h.writers) })
}

// answer reads a request that is from Stash, holds it against the document, and lets the Server answer.
func (h *handler) answer(r *http.Request, route *gen.Operation, body []byte) reply {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return h.refuse(route, nil, failure(http.StatusBadRequest, codeInvalidArgument, "the query cannot be read"))
	}
	request, err := route.Read(query, body)
	if err != nil {
		return h.refuse(route, nil, failure(http.StatusBadRequest, codeInvalidArgument, "the body cannot be read: "+err.Error()))
	}
	if err := wire.Check("request", request); err != nil {
		return h.refuse(route, request, failure(http.StatusBadRequest, codeInvalidArgument, firstOf(err)))
	}
	shop, environment := request.Origin()
	if shop != "" && !strings.EqualFold(shop, h.shopID) {
		return h.refuse(route, request, failure(http.StatusUnauthorized, codeUnauthenticated, "the request is for another shop"))
	}
	if h.environment != "" && environment != h.environment && environment != "" && environment != PaymentEnvironmentUnspecified {
		return h.refuse(route, request, failure(http.StatusForbidden, codePermissionDenied, "this server is for "+string(h.environment)+" alone"))
	}
	items := itemsOf(request)
	result, err := h.call(r.Context(), route, request)
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
	return written
}

// refuse answers a signed request that the Server must not see. Register and cancel say it in the body, because Stash
// does not understand an HTTP error of theirs; but a register whose items are not known has nothing to give a status to.
func (h *handler) refuse(route *gen.Operation, request gen.Message, wrong reply) reply {
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
	if result == nil {
		return wrong
	}
	return h.write(result, err)
}

// write writes a message into memory that is used again.
func (h *handler) write(message gen.Answer, reason error) reply {
	w := h.writers.Get().(*wire.Writer)
	w.Reset()
	w.NumericEnums = h.numericEnums
	message.Encode(w)
	body, err := w.Bytes()
	if err != nil {
		if wrong := wire.Check("answer", message); wrong != nil {
			err = wrong // it knows where
		}
		return h.invalid(err)
	}
	return reply{status: http.StatusOK, body: body, reason: reason, writer: w}
}

// invalid tells Stash the first problem of an answer, and the log all of them.
func (h *handler) invalid(err error) reply {
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
