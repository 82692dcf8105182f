// Package gameserver hosts the API that Stash calls on a game's own server: what is for sale, who the player is,
// and the steps of a purchase.
//
// # Begin
//
// Embed [UnimplementedServer] and write the calls that your shop needs. Where Stash Pay asks before it charges, that is
// ConfirmPayment alone, about an order that your own checkout has stored:
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
// A web shop needs GetCatalog, GetOfferDetails, GetPlayer and the three of a purchase, with [Purchases] behind them. It
// knows a purchase only when it was registered, which Stash Pay's are not.
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
// Server.ConnectGameServer, and the webshop and confirm examples of [github.com/stash-sdk/stash-go/stash/flows] are
// whole ones.
//
// # Rules
//
//   - Requests are let in by their signature, for one shop, within five minutes.
//   - Register and cancel answer every signed request with HTTP 200 and a status, also one that breaks the rules or is
//     for another environment; a register whose items cannot be read is HTTP 400, having nothing to give a status to.
//     Confirm answers 200 only when everything was granted, because that is what makes Stash charge the player. The
//     handler keeps this: return [Decline], [Refuse], an error of this package, or any error. A panic or a time-out is a
//     failure of the call, never a success and never a stack trace on the wire.
//   - Stash may make any call again. A copy of a signed request that was settled, with success or a refusal that your
//     code or the rules decided, is answered as the first was. After anything else, such as an HTTP 5xx, a time-out, a
//     sender that hung up or an error of no known kind, the copy reaches your code, one copy after another; and so does
//     a new request for the same transaction. Either may meet a method that is over its time and has not returned.
//     [Purchases] settles it: granted once, or cancelled, never both. With package sqlstore it does so across replicas
//     and crashes.
//   - Catalogs, offers and players are validated before they are sent, because Stash hides what breaks its rules without
//     a word. [Catalog.Validate] finds it in a test of yours.
//   - Requests are read tolerantly: snake_case names, enums by number, fields and values that are new.
//   - No error, answer or log line shows the secret.
//
// # Common mistakes
//
//   - To grant at register: that is a reservation, the player has not paid.
//   - To grant after the context's end, or in the background: the call has failed by then, and the player is not charged.
//   - To check the signature of a GET and trust its query: method and path are not signed, so an answer must not hold
//     what only that player may know.
//   - To keep purchases in memory on several servers: every server must use the same store.
//   - To serve test purchases in production: [WithEnvironment] refuses them.
package gameserver
