package webhook

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// Handler receives deliveries. It is an http.Handler; Receive is for programs that have the body already, and Process for
// what was verified before. Make it with NewHandler. It is safe for concurrent use, and printing it shows no secret.
type Handler struct {
	verifier    *Verifier
	receive     Receiver
	unreadable  Receiver            // nil if unreadable payloads are answered 400
	store       Store               // nil if every delivery is received
	key         func(*Event) string // nil if events that repeat have no key
	environment Environment         // empty if every environment is accepted
	maxBytes    int64
	timeout     time.Duration
	logger      *slog.Logger // nil in a Handler that NewHandler did not make
	logAll      bool
	observers   []func(context.Context, Delivery)
}

// NewHandler makes the handler of a webhook URL. It answers
//
//	200  the event was received, now or earlier, or no receiver wants its type
//	400  the body is empty or is not an event, or its payload cannot be read and there is no WithUnreadable
//	401  the signature is missing or wrong
//	403  the event is for another environment or shop than WithEnvironment and WithShopID name
//	405  the method is not POST
//	408  the body did not arrive in time
//	413  the body is longer than WithMaxBytes allows
//	500  receive, the store or the function of WithKey failed or panicked
//	503  receive was not done in time
//
// Stash sends an event again unless the answer is 200. The reason for a refusal is in the log. It is not in the answer,
// because anyone can send a request.
//
// The secret is the one that Stash Studio shows beside the webhook; one source calls it the project's secret. While you
// replace a secret, pass both: each is accepted. NewHandler returns an error for a bad secret or option.
func NewHandler(secrets []string, receive Receiver, opts ...Option) (*Handler, error) {
	if receive == nil {
		return nil, errors.New("webhook: NewHandler: receive is nil, or a function passed to On or All is nil; pass webhook.On(…) or your own function")
	}
	h := &Handler{
		verifier: &Verifier{rules: rules{window: signature.Window}}, receive: receive,
		maxBytes: 1 << 20, timeout: 30 * time.Second, logger: slog.Default(),
	}
	for i, opt := range opts {
		if opt == nil {
			return nil, fmt.Errorf("webhook: NewHandler: option %d of %d is nil; leave it out", i+1, len(opts))
		}
		if err := opt.applyToHandler(h); err != nil {
			return nil, fmt.Errorf("webhook: NewHandler: %w", err)
		}
	}
	if err := h.verifier.setSecrets(secrets); err != nil {
		return nil, fmt.Errorf("webhook: NewHandler: %w", err)
	}
	return h, nil
}

// ServeHTTP answers a delivery.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	result := h.serve(w, r)
	status, _ := h.tell(r.Context(), began, result)
	body := "{}"
	if result.refused != nil {
		body = `{"error":"` + result.refused.public + `"}`
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// Receive does what ServeHTTP does, for a delivery whose body is in memory: in a router or a middleware that has read it, or
// in a function of a cloud provider. body is the raw body as received; Receive keeps no reference to it. The names in header
// may have any case. Answer with the status: Stash sends the event again unless it is 200.
//
// The error is nil if the status is 200. If it is 4xx, errors.Is finds one of the errors of Verify or Parse in it, ErrTooLong
// or ErrWrongEnvironment. If it is 500 or 503, the error is that of your receiver or store; after a time-out it is mostly
// context.DeadlineExceeded. It is in the log already. Do not send its text to the caller.
func (h *Handler) Receive(ctx context.Context, body []byte, header http.Header) (status int, err error) {
	began := time.Now()
	return h.tell(ctx, began, h.take(ctx, body, header))
}

// Process does what Receive does, without the signature: it is for a body that was verified before, such as an event that a
// receiver has put into a queue. It trusts the body, so call it only with what Receive, ServeHTTP or Verify has accepted. The
// event's shop and environment are checked, and the store makes it take effect once. Event.RetryCount is 0. Process keeps
// no reference to body.
//
// If the error is nil, the event was received, now or earlier: acknowledge it to the queue. Otherwise the error is as
// Receive's. One that matches ErrEmptyBody, ErrTooLong, ErrNotJSON, ErrAmbiguous, ErrNoType, ErrBadPayload, ErrWrongShop or
// ErrWrongEnvironment stays the same however often the event is repeated; after any other, let the queue repeat it. If ctx
// has ended before, nothing is done and the error is ctx.Err(). Work that has begun is finished: see WithTimeout.
func (h *Handler) Process(ctx context.Context, body []byte) error {
	began := time.Now()
	_, err := h.tell(ctx, began, h.takeVerified(ctx, body))
	return err
}

// Format prints only the type's name. The fields are not printed because they contain secrets.
func (h Handler) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "webhook.Handler") }
