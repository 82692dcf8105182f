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

// GameServer is a game's own server as the emulated Stash calls it. It checks every request and every response against
// api/gameserver.yaml. A response that breaks it gives a *[GameServerError].
type GameServer struct{ in *callout.GameServer }

// GameServerOption changes how the emulated Stash calls a game server.
type GameServerOption func(*GameServer)

// ConnectGameServer makes the emulated Stash call the game server at a base URL, signed with the game-server secret (egress
// key). It waits 5 seconds for a response, does not repeat a call, and pays with test money.
func (s *Server) ConnectGameServer(url, secret string, opts ...GameServerOption) *GameServer {
	return (&GameServer{s.in.Games.Connect(url, secret)}).With(opts...)
}

// UseGameServer gives the shop a game server; nil removes it. With a game server, [Server.Pay] charges only after the game
// server has confirmed; for checkout links this is inferred. The web shop sells the game server's catalog: see
// [Server.Offers], [Server.BeginPurchase] and [Server.Decline]. Subscriptions are not confirmed.
func (s *Server) UseGameServer(game *GameServer) { s.in.Games.Use(cmp.Or(game, &GameServer{}).in) }

// CheckGameServerURL returns why a URL cannot be a game server's. The error never shows the URL, which may hold a password.
func CheckGameServerURL(base string) error { return callout.CheckURL(base) }

// With returns the same game server with other call options.
func (g *GameServer) With(opts ...GameServerOption) *GameServer {
	in := *g.in
	changed := &GameServer{&in}
	for _, opt := range opts {
		opt(changed)
	}
	return changed
}

// CallTimeout sets how long the emulated Stash waits for a response.
func CallTimeout(limit time.Duration) GameServerOption {
	return func(g *GameServer) { g.in.SetTimeout(limit) }
}

// CallRetries repeats a call, with a new signature, after no response, HTTP 429 or a 5xx.
func CallRetries(times int) GameServerOption { return func(g *GameServer) { g.in.Retries = times } }

// CallCopies sends the same signed bytes several times; every copy must get the same response.
func CallCopies(n int) GameServerOption { return func(g *GameServer) { g.in.Copies = max(n, 1) } }

// CallPath sets the path of an operation, such as gameserver.GetCatalog, as a shop does in Stash Studio.
func CallPath(call, path string) GameServerOption {
	return func(g *GameServer) { g.in.SetPath(call, path) }
}

// CallEnvironment sets the environment that requests name.
func CallEnvironment(environment gameserver.PaymentEnvironment) GameServerOption {
	return func(g *GameServer) { g.in.Environment = environment }
}

// OldSpelling writes requests as older senders do: snake_case names, enums by number, 64-bit integers as numbers.
func OldSpelling() GameServerOption { return func(g *GameServer) { g.in.OldSpelling = true } }

// SkewedClock signs with a clock that is off by some time; a negative time means a slow clock.
func SkewedClock(by time.Duration) GameServerOption { return func(g *GameServer) { g.in.Skew = by } }

// WrongSecret signs with another secret than the game server's.
func WrongSecret() GameServerOption {
	return func(g *GameServer) { g.in.Key = signature.NewKey([]byte("fake-wrong-secret-" + rand.Text())) }
}

// AnotherShop signs with another shop's id.
func AnotherShop() GameServerOption { return func(g *GameServer) { g.in.ShopID = ids.UUID() } }

// Unsigned sends no signature.
func Unsigned() GameServerOption { return func(g *GameServer) { g.in.Unsigned = true } }

// LegacySignature signs only with the deprecated header.
func LegacySignature() GameServerOption { return func(g *GameServer) { g.in.Legacy = true } }

// Catalog asks for the items for sale, as when a player opens the web shop.
func (g *GameServer) Catalog(ctx context.Context, p gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
	return g.in.Catalog(ctx, p)
}

// OfferDetails asks for the contents of an offer.
func (g *GameServer) OfferDetails(ctx context.Context, p gameserver.GetOfferDetailsParams) (*gameserver.GetOfferDetailsResponse, error) {
	return g.in.OfferDetails(ctx, p)
}

// Player asks for a player's profile.
func (g *GameServer) Player(ctx context.Context, playerID string) (*gameserver.GetPlayerResponse, error) {
	return g.in.Player(ctx, playerID)
}

// Register announces a purchase. The response has a status for each item; none of them gives an error.
func (g *GameServer) Register(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
	return g.in.Register(ctx, r)
}

// Confirm asks the game server to grant a paid purchase. Without an error, the player is charged.
func (g *GameServer) Confirm(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	return g.in.Confirm(ctx, r)
}

// Cancel asks the game server to release a purchase. No status in the response gives an error.
func (g *GameServer) Cancel(ctx context.Context, r gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
	return g.in.Cancel(ctx, r)
}

// GamePurchase is a purchase at a game server: TransactionID, PlayerID, Items, Currency (USD unless changed) and Decimals;
// Registered is the game server's response; Paid, Charged (the game server has confirmed) and Cancelled are its state.
type GamePurchase callout.Purchase

// NewPurchase begins a purchase with a new transaction id. Items without a GUID get one, as Stash derives it.
func (g *GameServer) NewPurchase(playerID string, items ...gameserver.PurchaseItem) *GamePurchase {
	return (*GamePurchase)(g.in.NewPurchase(playerID, items...))
}

// RegisterPurchase makes the first call of a purchase. The error names an item that was not reserved.
func (g *GameServer) RegisterPurchase(ctx context.Context, p *GamePurchase) error {
	return g.in.RegisterPurchase(ctx, (*callout.Purchase)(p))
}

// Pay authorises the payment, as the player does on Stash's page.
func (g *GameServer) Pay(p *GamePurchase) { g.in.Pay((*callout.Purchase)(p)) }

// ConfirmPurchase makes the second call of a paid purchase. You may call it again.
func (g *GameServer) ConfirmPurchase(ctx context.Context, p *GamePurchase) error {
	return g.in.ConfirmPurchase(ctx, (*callout.Purchase)(p))
}

// CancelPurchase makes the second call of an unpaid purchase, and returns the game server's status.
func (g *GameServer) CancelPurchase(ctx context.Context, p *GamePurchase) (gameserver.PurchaseCancellationStatus, error) {
	return g.in.CancelPurchase(ctx, (*callout.Purchase)(p))
}

// Buy runs a whole purchase. It charges the player if the game server confirms, and otherwise cancels.
func (g *GameServer) Buy(ctx context.Context, playerID string, items ...gameserver.PurchaseItem) (*GamePurchase, error) {
	p, err := g.in.Buy(ctx, playerID, items...)
	return (*GamePurchase)(p), err
}

// GameServerCall is a call to a game server: its Time and Operation; the HTTP Status, 0 if there was no response; the
// Duration until the end of the response, with retries; the Violations of the document; and Err, nil on success, or a
// *[GameServerError] with at most 4 KiB of the response.
type GameServerCall callout.Call

// GameServerCalls returns the calls to game servers, oldest first. It keeps only the latest calls.
func (s *Server) GameServerCalls() []GameServerCall {
	return emulator.Convert(s.in.Games.Calls(), func(c callout.Call) GameServerCall { return GameServerCall(c) })
}

// GameServerError is a failed call to a game server, as Stash sees it. Its fields are the Operation; HTTPStatus, 0 if there
// was no response; the response's Body and its Violations of the document; the number of Attempts; and the Cause if there
// was no response.
type GameServerError callout.Error

// Error says what happened and names the first violation. It hides the secret that signs calls.
func (e *GameServerError) Error() string { return (*callout.Error)(e).Error() }

// Unwrap returns why there was no response.
func (e *GameServerError) Unwrap() error { return e.Cause }
