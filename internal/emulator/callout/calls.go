package callout

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/stash-sdk/stash-go/internal/wire"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// message is a response body that can check the document's rules.
type message[T any] interface {
	*T
	Decode([]byte) error
	Validate() error
}

// ask makes a call, reads the response, and logs the call. It also checks the rules that JSON Schema cannot express:
// those of the document, and the given check, which returns a violation or nothing.
func ask[T any, M message[T]](ctx context.Context, g *GameServer, call string, query url.Values, body []byte, rules ...func(*T) string) (answer *T, err error) {
	began, clock := g.games.around.Now(), time.Now()
	defer func() {
		g.games.note(call, began, time.Since(clock), err)
		err = g.games.public(err)
	}()
	data, err := g.send(ctx, call, query, body)
	if err != nil {
		return nil, err
	}
	answer = new(T)
	if err := errors.Join(M(answer).Decode(data), M(answer).Validate()); err != nil {
		return nil, broken(call, data, err.Error())
	}
	for _, rule := range rules {
		if violation := rule(answer); violation != "" {
			return nil, broken(call, data, violation)
		}
	}
	return answer, nil
}

// each requires one entry in the response for each item of the request.
func each(items, entries int, what string) string {
	if items == entries {
		return ""
	}
	return fmt.Sprintf("%d items have %d %s", items, entries, what)
}

func broken(call string, body []byte, violation string) error {
	return &Error{Operation: call, HTTPStatus: http.StatusOK, Body: body, Violations: []string{violation}, Attempts: 1}
}

func encode(message interface{ Encode(*wire.Writer) }) ([]byte, error) {
	w := wire.NewWriter(nil)
	message.Encode(w)
	return w.Bytes()
}

// Catalog asks for the items for sale, as when a player opens the web shop.
func (g *GameServer) Catalog(ctx context.Context, params gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
	g.origin(&params.ShopID, &params.Environment)
	return ask[gameserver.GetCatalogResponse](ctx, g, gameserver.GetCatalog, params.Query(), nil)
}

// OfferDetails asks for the contents of an offer.
func (g *GameServer) OfferDetails(ctx context.Context, params gameserver.GetOfferDetailsParams) (*gameserver.GetOfferDetailsResponse, error) {
	g.origin(&params.ShopID, &params.Environment)
	return ask[gameserver.GetOfferDetailsResponse](ctx, g, gameserver.GetOfferDetails, params.Query(), nil)
}

// Player asks for a player's profile.
func (g *GameServer) Player(ctx context.Context, playerID string) (*gameserver.GetPlayerResponse, error) {
	params := gameserver.GetPlayerParams{PlayerID: playerID}
	g.origin(&params.ShopID, &params.Environment)
	return ask[gameserver.GetPlayerResponse](ctx, g, gameserver.GetPlayer, params.Query(), nil)
}

// Register announces a purchase. The response has a status for each item; none of them gives an error.
func (g *GameServer) Register(ctx context.Context, request gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
	g.origin(&request.ShopID, &request.Environment)
	body, err := encode(&request)
	if err != nil {
		return nil, err
	}
	return ask(ctx, g, gameserver.RegisterPayment, nil, body, func(answer *gameserver.RegisterPaymentResponse) string {
		return each(len(request.Registrations), len(answer.Statuses), "statuses")
	})
}

// Confirm asks the game server to grant a paid purchase. Without an error, the player is charged.
func (g *GameServer) Confirm(ctx context.Context, request gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	g.origin(&request.ShopID, &request.Environment)
	body, err := encode(&request)
	if err != nil {
		return nil, err
	}
	return ask(ctx, g, gameserver.ConfirmPayment, nil, body, func(answer *gameserver.ConfirmPaymentResponse) string {
		return each(len(request.Items), len(answer.Results), "results")
	})
}

// Cancel asks the game server to release a purchase. No status in the response gives an error.
func (g *GameServer) Cancel(ctx context.Context, request gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
	g.origin(&request.ShopID, &request.Environment)
	body, err := encode(&request)
	if err != nil {
		return nil, err
	}
	return ask[gameserver.CancelPaymentResponse](ctx, g, gameserver.CancelPayment, nil, body)
}

// origin fills in the origin of a request, unless the test has set it.
func (g *GameServer) origin(shopID *string, environment *gameserver.PaymentEnvironment) {
	if *shopID == "" {
		*shopID = g.games.around.Who().ShopID
	}
	if *environment == "" {
		*environment = g.Environment
	}
}
