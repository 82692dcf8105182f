package stashtest

import (
	"cmp"
	"context"
	"crypto/rand"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator"
	"github.com/stash-sdk/stash-go/internal/emulator/callout"
	"github.com/stash-sdk/stash-go/internal/emulator/ids"
	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// GameServer is a game's own server as the emulated Stash calls it. Every request and every answer is held against
// api/gameserver.yaml; an answer that breaks it is a *[GameServerError].
type GameServer struct{ in *callout.GameServer }

// GameServerOption changes how the emulated Stash calls a game server.
type GameServerOption func(*GameServer)

// ConnectGameServer makes the emulated Stash call the game server at a base URL, signed with the game-server secret (egress
// key). It waits 5 seconds for an answer, does not repeat a call, and pays with test money.
func (s *Server) ConnectGameServer(url, secret string, opts ...GameServerOption) *GameServer {
	return (&GameServer{s.in.Games.Connect(url, secret)}).With(opts...)
}

// UseGameServer gives the shop a game server; nil takes it away. From then on [Server.Pay] takes the money only after the
// game server has confirmed, which is inferred for checkout links of every operation, and the web shop sells its catalog:
// see [Server.Offers], [Server.BeginPurchase] and [Server.Decline]. Subscriptions are not confirmed.
func (s *Server) UseGameServer(game *GameServer) { s.in.Games.Use(cmp.Or(game, &GameServer{}).in) }

// CheckGameServerURL says why a URL cannot be a game server's. It never shows the URL, which may hold a password.
func CheckGameServerURL(base string) error { return callout.CheckURL(base) }

// With returns the same game server, called differently.
func (g *GameServer) With(opts ...GameServerOption) *GameServer {
	in := *g.in
	changed := &GameServer{&in}
	for _, opt := range opts {
		opt(changed)
	}
	return changed
}

// CallTimeout sets how long the emulated Stash waits for an answer.
func CallTimeout(limit time.Duration) GameServerOption {
	return func(g *GameServer) { g.in.SetTimeout(limit) }
}

// CallRetries makes the emulated Stash repeat, signed anew, a call that got no answer, HTTP 429 or a 5xx.
func CallRetries(times int) GameServerOption { return func(g *GameServer) { g.in.Retries = times } }

// CallCopies sends the same signed bytes several times; all copies must be answered alike.
func CallCopies(n int) GameServerOption { return func(g *GameServer) { g.in.Copies = max(n, 1) } }

// CallPath sets the path of a call, such as gameserver.GetCatalog, as a shop does in Stash Studio.
func CallPath(call, path string) GameServerOption {
	return func(g *GameServer) { g.in.SetPath(call, path) }
}

// CallEnvironment sets the environment that requests name.
func CallEnvironment(environment gameserver.PaymentEnvironment) GameServerOption {
	return func(g *GameServer) { g.in.Environment = environment }
}

// OldSpelling writes requests as older senders do: snake_case names, enums by number, 64-bit integers as numbers.
func OldSpelling() GameServerOption { return func(g *GameServer) { g.in.OldSpelling = true } }

// SkewedClock signs with a clock that is wrong by some time: negative is slow.
func SkewedClock(by time.Duration) GameServerOption { return func(g *GameServer) { g.in.Skew = by } }

// WrongSecret signs with a secret that is not the game server's.
func WrongSecret() GameServerOption {
	return func(g *GameServer) { g.in.Key = signature.NewKey([]byte("fake-wrong-secret-" + rand.Text())) }
}

// AnotherShop signs in the name of another shop.
func AnotherShop() GameServerOption { return func(g *GameServer) { g.in.ShopID = ids.UUID() } }

// Unsigned sends no signature.
func Unsigned() GameServerOption { return func(g *GameServer) { g.in.Unsigned = true } }

// LegacySignature signs only with the deprecated header.
func LegacySignature() GameServerOption { return func(g *GameServer) { g.in.Legacy = true } }

// Catalog asks what is for sale, as when a player opens the web shop.
func (g *GameServer) Catalog(ctx context.Context, p gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
	return g.in.Catalog(ctx, p)
}

// OfferDetails asks what is in an offer.
func (g *GameServer) OfferDetails(ctx context.Context, p gameserver.GetOfferDetailsParams) (*gameserver.GetOfferDetailsResponse, error) {
	return g.in.OfferDetails(ctx, p)
}

// Player asks who a player is.
func (g *GameServer) Player(ctx context.Context, playerID string) (*gameserver.GetPlayerResponse, error) {
	return g.in.Player(ctx, playerID)
}

// Register announces a purchase. The answer has a status for each item; those are not errors here.
func (g *GameServer) Register(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
	return g.in.Register(ctx, r)
}

// Confirm asks to grant a purchase that is paid for. Without an error the player is charged.
func (g *GameServer) Confirm(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	return g.in.Confirm(ctx, r)
}

// Cancel asks to release a purchase. The answer has a status; it is not an error here.
func (g *GameServer) Cancel(ctx context.Context, r gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
	return g.in.Cancel(ctx, r)
}

// GamePurchase is a purchase at a game server: TransactionID, PlayerID, Items, Currency (USD unless changed) and Decimals;
// Registered is what the game server answered; Paid, Charged (it has confirmed) and Cancelled say how far it is.
type GamePurchase callout.Purchase

// NewPurchase begins a purchase with a transaction id of its own. Items without a GUID get one, as Stash derives them.
func (g *GameServer) NewPurchase(playerID string, items ...gameserver.PurchaseItem) *GamePurchase {
	return (*GamePurchase)(g.in.NewPurchase(playerID, items...))
}

// RegisterPurchase makes the first call of a purchase. The error names an item that was not reserved.
func (g *GameServer) RegisterPurchase(ctx context.Context, p *GamePurchase) error {
	return g.in.RegisterPurchase(ctx, (*callout.Purchase)(p))
}

// Pay authorises the money, as the player does on Stash's page.
func (g *GameServer) Pay(p *GamePurchase) { g.in.Pay((*callout.Purchase)(p)) }

// ConfirmPurchase makes the second call of a purchase that is paid for. It may be made again.
func (g *GameServer) ConfirmPurchase(ctx context.Context, p *GamePurchase) error {
	return g.in.ConfirmPurchase(ctx, (*callout.Purchase)(p))
}

// CancelPurchase makes the second call of a purchase that was not paid for, and returns the game server's status.
func (g *GameServer) CancelPurchase(ctx context.Context, p *GamePurchase) (gameserver.PurchaseCancellationStatus, error) {
	return g.in.CancelPurchase(ctx, (*callout.Purchase)(p))
}

// Buy takes a purchase all the way: it is charged when the game server confirms it, and cancelled when it does not.
func (g *GameServer) Buy(ctx context.Context, playerID string, items ...gameserver.PurchaseItem) (*GamePurchase, error) {
	p, err := g.in.Buy(ctx, playerID, items...)
	return (*GamePurchase)(p), err
}

// GameServerCall is a call that the server has made to a game server: its Time, its Operation; the answer's Status, 0 when
// there was none; the Duration until the whole answer was there, with what was repeated; the Violations that the document
// has against it; and Err, nil for a success, or else a *[GameServerError] with at most 4 KiB of the answer.
type GameServerCall callout.Call

// GameServerCalls returns the calls that the server has made to game servers, oldest first; of very many, the latest.
func (s *Server) GameServerCalls() []GameServerCall {
	return emulator.Convert(s.in.Games.Calls(), func(c callout.Call) GameServerCall { return GameServerCall(c) })
}

// GameServerError is a call of a game server that failed, as Stash would see it. Its fields are the Operation; HTTPStatus,
// 0 when there was no answer, and Body, as answered; the Violations that the document has against the answer; how many
// Attempts were made; and the Cause, why there was no answer.
type GameServerError callout.Error

// Error says what happened and what the document has against it. It hides the secret that signs calls.
func (e *GameServerError) Error() string { return (*callout.Error)(e).Error() }

// Unwrap returns why there was no answer.
func (e *GameServerError) Unwrap() error { return e.Cause }
