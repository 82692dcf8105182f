// Package gameserver hosts the API that Stash calls on a game's own server: what is for sale, who the player is, and the
// steps of a purchase.
//
// # Begin
//
// Embed [UnimplementedServer] and write the calls that your shop needs. If Stash Pay asks before it charges, you need only
// ConfirmPayment. It finds the order that your own checkout stored:
//
//	type pay struct {
//		gameserver.UnimplementedServer
//		orders *orders
//	}
//
//	func (p pay) ConfirmPayment(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
//		order := p.orders.find(r.TransactionID) // the checkout's
//		if order == nil || order.player != r.PlayerID || !order.isFor(r.Items) {
//			return nil, gameserver.Refuse(http.StatusNotFound, "there is no such order of this player")
//		}
//		if err := order.grantOnce(ctx); err != nil {
//			return nil, err // the player is not charged
//		}
//		return gameserver.Confirmed(r), nil
//	}
//
//	handler, err := gameserver.NewHandler(pay{orders: orders}, shopID, []string{os.Getenv("STASH_GAMESERVER_SECRET")})
//	http.Handle("/api/v1/", handler)
//
// A web shop needs GetCatalog, GetOfferDetails, GetPlayer and the three calls of a purchase. Let [Purchases] settle those
// three. It knows only purchases that were registered, and those of Stash Pay are not.
//
//	purchases, err := gameserver.NewPurchases(store) // of package sqlstore
//	…
//	func (s shop) RegisterPayment(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
//		return s.purchases.Register(ctx, r, nil)
//	}
//
//	func (s shop) ConfirmPayment(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
//		return s.purchases.Confirm(ctx, r, func(ctx context.Context) error { return grant(ctx, r.PlayerID, r.Items) })
//	}
//
//	func (s shop) CancelPayment(ctx context.Context, r gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
//		return s.purchases.Cancel(ctx, r, nil)
//	}
//
// The secret is the one that Stash Studio calls egress key. Package stashtest calls a game server as Stash would, with
// Server.ConnectGameServer. The examples webshop and confirm of [github.com/stash-sdk/stash-go/stash/flows] are complete.
//
// # Rules
//
//   - A request needs a valid signature for the handler's shop, and a time within five minutes.
//   - Register and cancel answer a signed request with HTTP 200 and a status, even if it breaks the rules or is for another
//     environment. A request that cannot be read, and a register without items, are answered HTTP 400. Confirm answers 200
//     only if everything was granted, because Stash then charges the player. The handler does all this: return [Decline],
//     [Refuse], an error of this package, or any error. A panic or a time-out fails the call, and no stack trace is sent.
//   - Stash may repeat any call. If a signed request was settled, with success or with a refusal by your code or the rules,
//     its copy gets the first response. After anything else, such as an HTTP 5xx, a time-out, a closed connection or an
//     unknown error, the copy reaches your code, one copy after another. A new request for the same transaction does too.
//     Either can arrive while a method that timed out is still running. [Purchases] settles this: each purchase is granted
//     once or cancelled, never both. With package sqlstore this holds across replicas and crashes.
//   - Catalogs, offers and players are validated before they are sent, because Stash drops what breaks its rules without an
//     error. [Catalog.Validate] finds this in a test.
//   - Requests are read tolerantly: snake_case names, enums by number, unknown fields and values.
//   - No error, response or log line shows the secret.
//
// # Common mistakes
//
//   - Granting at register. That is a reservation: the player has not paid.
//   - Granting after the context ended, or in the background. The call has failed by then, and the player is not charged.
//   - Trusting the query of a GET because its signature is valid. Method and path are not signed, so do not put data into a
//     response that only that player may see.
//   - Keeping purchases in memory on several servers. All servers must use the same store.
//   - Serving test purchases in production. [WithEnvironment] refuses them.
//
// # Fields
//
// The types of requests and responses are aliases. Package [github.com/stash-sdk/stash-go/gen/gameserver] documents their
// fields. They are generated from api/gameserver.yaml, which says where each fact is from.
package gameserver
