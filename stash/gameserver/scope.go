package gameserver

import (
	"cmp"
	"context"
	"sync/atomic"

	gen "github.com/stash-sdk/stash-go/gen/gameserver"
	"github.com/stash-sdk/stash-go/internal/keylock"
)

type inContext struct{}

// scope is the shop and the environment of a call, as far as they are known.
type scope struct {
	shop, environment string
	settledBefore     atomic.Bool // set by Purchases when an earlier call has done what this one asks for
}

// scope prefers the handler's own settings, which are the same for every call about a purchase.
func (h *Handler) scope(request gen.Message) *scope {
	_, environment := request.Origin()
	return &scope{shop: h.shopID, environment: worldOf(cmp.Or(h.environment, environment))}
}

// worldOf is the environment in a key.
func worldOf(environment PaymentEnvironment) string {
	switch environment {
	case PaymentEnvironmentUnspecified:
		return ""
	case PaymentEnvironmentProduction:
		return "production"
	case PaymentEnvironmentTest:
		return "test"
	}
	return string(environment)
}

// keyOf returns a purchase's key in the store. Without a handler, for example in a test, only the request's own shop and
// environment are known.
func keyOf(ctx context.Context, request gen.Message, transactionID string) string {
	s, ok := ctx.Value(inContext{}).(*scope)
	if !ok {
		shop, environment := request.Origin()
		s = &scope{shop: shop, environment: worldOf(environment)}
	}
	return keylock.Scoped(s.shop, s.environment, transactionID)
}

// settledBefore notes that an earlier call has done what this one asks for, so that the handler tells it as a duplicate.
func settledBefore(ctx context.Context) {
	if s, ok := ctx.Value(inContext{}).(*scope); ok {
		s.settledBefore.Store(true)
	}
}
