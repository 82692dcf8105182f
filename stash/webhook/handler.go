package webhook

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/inbound"
	"github.com/stash-sdk/stash-go/internal/keylock"
	"github.com/stash-sdk/stash-go/internal/signature"
)

// handler is the http.Handler that NewHandler returns.
type handler struct {
	verifier    *Verifier
	receive     Receiver
	unreadable  Receiver            // nil if unreadable payloads are answered 400
	store       Store               // nil if every delivery is received
	key         func(*Event) string // nil if events that repeat have no key
	environment Environment         // empty if every environment is accepted
	maxBytes    int64
	timeout     time.Duration
	logger      *slog.Logger
	logAll      bool
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
func NewHandler(secrets []string, receive Receiver, opts ...Option) (http.Handler, error) {
	if receive == nil {
		return nil, errors.New("webhook: NewHandler: receive is nil, or a function passed to On or All is nil; pass webhook.On(…) or your own function")
	}
	h := &handler{
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

// keyOf returns the key in the store. WithKey is called only for events that repeat: for a purchase, a key with the date
// in it would let the purchase through a second time after midnight.
func (h *handler) keyOf(event *Event) string {
	key := event.Key
	if event.Repeats {
		if h.key == nil {
			return ""
		}
		if key = h.key(event); key == "" {
			return ""
		}
	}
	// The handler's own settings come first: they are the same for every delivery, also if the envelope changes.
	return keylock.Scoped(cmp.Or(h.verifier.rules.shopID, event.ShopID), string(cmp.Or(h.environment, event.Environment)), key)
}

// refusal is an answer other than 200.
type refusal struct {
	status int
	public string // for the sender
	err    error  // for the log
}

// ServeHTTP answers a delivery.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	event, refused := h.take(w, r)
	w.Header().Set("Content-Type", "application/json")
	status, body := http.StatusOK, "{}"
	if refused != nil {
		status, body = refused.status, `{"error":"`+refused.public+`"}`
	}
	h.log(r.Context(), event, status, refused)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// take checks, reads and receives a delivery. It returns the event if the signature was right, and the refusal if the
// answer is not 200.
func (h *handler) take(w http.ResponseWriter, r *http.Request) (*Event, *refusal) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return nil, &refusal{http.StatusMethodNotAllowed, "use POST", fmt.Errorf("method %.10q is not POST", r.Method)}
	}
	// The headers come first: who has no signature does not get a body read.
	if c, err := claimOf(r.Header); err != nil {
		return nil, refusedBy(err)
	} else if err := c.check(&h.verifier.rules); err != nil {
		return nil, refusedBy(err)
	}
	body, err := inbound.Read(w, r, h.maxBytes, h.timeout)
	switch {
	case errors.Is(err, inbound.ErrTooLong):
		return nil, &refusal{http.StatusRequestEntityTooLarge, "the body is too long", fmt.Errorf("%w; WithMaxBytes sets the limit", err)}
	case errors.Is(err, inbound.ErrSlow):
		return nil, &refusal{http.StatusRequestTimeout, "the body did not arrive in time", fmt.Errorf("%w; WithTimeout sets the limit", err)}
	case err != nil:
		return nil, &refusal{http.StatusBadRequest, "the body is cut off", err}
	}
	if err := h.verifier.Verify(body, r.Header); err != nil {
		return nil, refusedBy(err)
	}
	event, err := Parse(body)
	if event == nil {
		return nil, &refusal{http.StatusBadRequest, "the body is not an event", err}
	}
	if n, err := strconv.Atoi(r.Header.Get("Stash-Retry-Count")); err == nil && n > 0 {
		event.RetryCount = n
	}
	if event.Environment != "" && h.environment != "" && event.Environment != h.environment {
		return event, &refusal{http.StatusForbidden, "this URL is for another environment",
			fmt.Errorf("the event is for environment %q, and this receiver is for %q: remove this URL from the wrong environment in Stash Studio", shown(string(event.Environment)), h.environment)}
	}
	if shop := h.verifier.rules.shopID; shop != "" && event.ShopID != "" && !strings.EqualFold(event.ShopID, shop) {
		return event, &refusal{http.StatusForbidden, "this URL is for another shop", fmt.Errorf("the event is for shop %q, and this receiver is for %.60q", shown(event.ShopID), shop)}
	}
	receive := h.receive
	if err != nil {
		if receive = h.unreadable; receive == nil {
			return event, &refusal{http.StatusBadRequest, "the event's payload cannot be read", err}
		}
	}
	return event, h.run(r.Context(), event, receive)
}

// refusedBy is the answer to a delivery that Verify refuses.
func refusedBy(err error) *refusal {
	switch {
	case errors.Is(err, ErrEmptyBody):
		return &refusal{http.StatusBadRequest, "the body is empty", err}
	case errors.Is(err, ErrWrongShop):
		return &refusal{http.StatusForbidden, "this URL is for another shop", err}
	}
	return &refusal{http.StatusUnauthorized, "the signature is missing or wrong", err}
}

// Format prints only the type's name. The fields are not printed because they contain secrets.
func (h handler) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "webhook.Handler") }
