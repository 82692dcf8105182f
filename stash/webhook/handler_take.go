package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/stash-sdk/stash-go/internal/inbound"
)

// result is what became of a delivery.
type result struct {
	event     *Event // nil if the signature is wrong or the body is not an event
	duplicate bool   // it had been received before; known only if somebody asks (see Handler.once)
	refused   *refusal
}

// refusal is an answer other than 200.
type refusal struct {
	status int
	public string // for the sender
	err    error  // for the log
}

// serve checks, reads and receives a request.
func (h *Handler) serve(w http.ResponseWriter, r *http.Request) result {
	if refused := h.ready(r.Context()); refused != nil {
		return result{refused: refused}
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return result{refused: &refusal{http.StatusMethodNotAllowed, "use POST", fmt.Errorf("method %.10q is not POST", r.Method)}}
	}
	// The headers come first: who has no signature does not get a body read.
	if refused := h.claimed(r.Header); refused != nil {
		return result{refused: refused}
	}
	body, err := inbound.Read(w, r, h.maxBytes, h.timeout)
	switch {
	case errors.Is(err, inbound.ErrTooLong):
		return result{refused: tooLong(err)}
	case errors.Is(err, inbound.ErrSlow):
		return result{refused: &refusal{http.StatusRequestTimeout, "the body did not arrive in time", fmt.Errorf("%w; WithTimeout sets the limit", err)}}
	case err != nil:
		return result{refused: &refusal{http.StatusBadRequest, "the body is cut off", err}}
	}
	return h.verify(r.Context(), body, r.Header)
}

// take is serve for a body in memory. The caller's buffer is copied, because a receiver can outlive the call.
func (h *Handler) take(ctx context.Context, body []byte, header http.Header) result {
	refused := h.ready(ctx)
	if refused == nil {
		refused = h.claimed(header)
	}
	if refused == nil {
		refused = h.fits(body)
	}
	if refused != nil {
		return result{refused: refused}
	}
	return h.verify(ctx, bytes.Clone(body), header)
}

// takeVerified is take without a signature.
func (h *Handler) takeVerified(ctx context.Context, body []byte) result {
	refused := h.ready(ctx)
	switch {
	case refused != nil:
	case ctx.Err() != nil:
		refused = &refusal{http.StatusServiceUnavailable, "it was not begun", ctx.Err()}
	case len(body) == 0:
		refused = refusedBy(fmt.Errorf("webhook: Process: %w", ErrEmptyBody))
	default:
		refused = h.fits(body)
	}
	if refused != nil {
		return result{refused: refused}
	}
	return h.receiveBody(ctx, bytes.Clone(body), 0)
}

// ready refuses every delivery if NewHandler did not make the handler, and a nil context, which no receiver expects.
func (h *Handler) ready(ctx context.Context) *refusal {
	switch {
	case h == nil || h.receive == nil:
		return &refusal{http.StatusInternalServerError, "the receiver is not set up", fmt.Errorf("webhook: %w: the Handler is empty; make it with NewHandler, and look at the error that NewHandler returns", ErrNoSecret)}
	case ctx == nil:
		return &refusal{http.StatusInternalServerError, "the receiver is not set up", errors.New("webhook: the context is nil; pass the request's, or context.Background()")}
	}
	return nil
}

// claimed refuses headers that cannot be right.
func (h *Handler) claimed(header http.Header) *refusal {
	c, err := claimOf(header)
	if err == nil {
		err = c.check(&h.verifier.rules)
	}
	if err != nil {
		return refusedBy(err)
	}
	return nil
}

// fits refuses a body that is too long.
func (h *Handler) fits(body []byte) *refusal {
	if int64(len(body)) > h.maxBytes {
		return tooLong(fmt.Errorf("%w: it has more than %d bytes", ErrTooLong, h.maxBytes))
	}
	return nil
}

func tooLong(err error) *refusal {
	return &refusal{http.StatusRequestEntityTooLarge, "the body is too long", fmt.Errorf("%w; WithMaxBytes sets the limit", err)}
}

// verify checks the signature, and receives the body.
func (h *Handler) verify(ctx context.Context, body []byte, header http.Header) result {
	if err := h.verifier.Verify(body, header); err != nil {
		return result{refused: refusedBy(err)}
	}
	text, _ := inbound.Find(header, "Stash-Retry-Count")
	retries, err := strconv.Atoi(text)
	if err != nil || retries < 0 {
		retries = 0
	}
	return h.receiveBody(ctx, body, retries)
}

// receiveBody reads a verified body, checks whom it is for, and calls the receiver.
func (h *Handler) receiveBody(ctx context.Context, body []byte, retries int) result {
	event, err := Parse(body)
	if event == nil {
		return result{refused: &refusal{http.StatusBadRequest, "the body is not an event", err}}
	}
	event.RetryCount = retries
	if event.Environment != "" && h.environment != "" && event.Environment != h.environment {
		return result{event: event, refused: refusedBy(fmt.Errorf("webhook: %w: the event is for %q, and this receiver is for %q: remove this URL from the wrong environment in Stash Studio",
			ErrWrongEnvironment, shown(string(event.Environment)), h.environment))}
	}
	if shop := h.verifier.rules.shopID; shop != "" && event.ShopID != "" && !strings.EqualFold(event.ShopID, shop) {
		return result{event: event, refused: refusedBy(fmt.Errorf("webhook: %w: the event is for %q, and this receiver is set up for %.60q", ErrWrongShop, shown(event.ShopID), shop))}
	}
	receive := h.receive
	if err != nil {
		if receive = h.unreadable; receive == nil {
			return result{event: event, refused: &refusal{http.StatusBadRequest, "the event's payload cannot be read", err}}
		}
	}
	return h.run(ctx, event, receive)
}

// refusedBy is the answer to a delivery that is not for this receiver.
func refusedBy(err error) *refusal {
	switch {
	case errors.Is(err, ErrEmptyBody):
		return &refusal{http.StatusBadRequest, "the body is empty", err}
	case errors.Is(err, ErrWrongShop):
		return &refusal{http.StatusForbidden, "this URL is for another shop", err}
	case errors.Is(err, ErrWrongEnvironment):
		return &refusal{http.StatusForbidden, "this URL is for another environment", err}
	}
	return &refusal{http.StatusUnauthorized, "the signature is missing or wrong", err}
}
