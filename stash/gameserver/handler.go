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
	route, wrong := h.find(r)
	if wrong != nil {
		wrong.send(w)
		return
	}
	reply := h.serve(w, r, route)
	reply.send(w)
	if reply.writer != nil {
		h.writers.Put(reply.writer)
	}
	if reply.reason != nil {
		h.logger.LogAttrs(r.Context(), levelOf(reply), "gameserver: a call of Stash failed", slog.String("call", route.ID),
			slog.Int("status", reply.status), slog.Duration("duration", time.Since(start)), slog.String("reason", h.scrub(reply.reason.Error())))
	}
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

func (h *handler) find(r *http.Request) (*gen.Operation, *reply) {
	var wrong reply
	for i := range h.routes {
		if route := &h.routes[i]; route.Path == r.URL.Path {
			if route.Method == r.Method {
				return route, nil
			}
			wrong = failure(http.StatusMethodNotAllowed, codeUnimplemented, route.ID+" is called with "+route.Method)
		}
	}
	if wrong.status == 0 {
		wrong = failure(http.StatusNotFound, codeNotFound, "Stash's calls have other paths than this one")
	}
	return nil, &wrong
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request, route *gen.Operation) reply {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.maxBytes))
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
		return failure(http.StatusBadRequest, codeInvalidArgument, "the query cannot be read")
	}
	request, err := route.Read(query, body)
	if err != nil {
		return failure(http.StatusBadRequest, codeInvalidArgument, "the body cannot be read: "+err.Error())
	}
	if err := wire.Check("request", request); err != nil {
		return failure(http.StatusBadRequest, codeInvalidArgument, firstOf(err))
	}
	shop, environment := request.Origin()
	if shop != "" && !strings.EqualFold(shop, h.shopID) {
		return failure(http.StatusUnauthorized, codeUnauthenticated, "the request is for another shop")
	}
	if h.environment != "" && environment != h.environment && environment != "" && environment != PaymentEnvironmentUnspecified {
		return failure(http.StatusForbidden, codePermissionDenied, "this server is for "+string(h.environment)+" alone")
	}
	items := itemsOf(request)
	result, err := h.call(r.Context(), route, request)
	result, err = finish(request, items, result, err)
	switch {
	case err != nil && !route.InBody || result == nil:
		return failed(err)
	case !route.InBody && !h.unchecked:
		if wrong := wire.Check(route.ID+" answer", result); wrong != nil {
			return h.invalid(wrong)
		}
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
