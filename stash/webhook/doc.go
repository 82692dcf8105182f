// Package webhook receives the events that Stash posts to your webhook URL: it checks that they are Stash's, reads
// them into types, and sees to it that each one takes effect once.
//
// # Begin
//
//	handler, err := webhook.NewHandler(
//		[]string{os.Getenv("STASH_WEBHOOK_SECRET")}, // Stash Studio shows it beside the webhook
//		webhook.On(func(ctx context.Context, p *webhook.PurchaseSucceeded) error {
//			return grant(ctx, p.CheckoutLinkID) // an error makes Stash send the event again
//		}),
//		webhook.WithStore(webhook.NewMemoryStore(100_000)),
//		webhook.WithEnvironment(webhook.EnvironmentProduction),
//	)
//	http.Handle("/stash/webhook", handler)
//
// [All] joins receivers for several types of event; events that none is for are answered 200. [EventFrom] gives the
// event around the payload, with its [Event.Key] and its raw bytes. In a router of your own, call [Verify] with the
// bytes as they came, then [Parse].
//
// To try it, have package stashtest deliver events, or send one from a shell:
//
//	stash send PURCHASE_SUCCEEDED --to http://127.0.0.1:8080/stash/webhook
//
// # Rules
//
//   - Stash sends an event again until the answer is exactly HTTP 200, for about a day. The handler answers; your
//     function returns nil when what the event asks for is done and stored, and an error when it is not.
//   - An event comes more than once, and at the same time to several replicas. [WithStore] lets one through.
//     [NewMemoryStore] remembers as long as the process lives. Package sqlstore marks the event in the transaction that
//     the grant is made in, so that neither a crash nor a second replica can lose or double it. Excepted are events
//     whose [Event.Repeats] is set, such as FREE_ITEM_REDEEMED, which gives something away: they have neither an id nor a
//     time, and are received each time that they come, unless [WithKey] gives them a key.
//   - Events come in any order, a refund before its purchase too.
//   - The signature is checked over the bytes as they came, in constant time. The secret is the one that Stash Studio
//     shows beside the webhook; one source calls it the project's. Several may be good at once, while one takes the place
//     of another.
//   - A type that is new is an [*Unknown] and no error.
//   - A type that is known and whose payload cannot be read is answered 400, and Stash sends it again for about a day;
//     the log says which field it is. [WithUnreadable] receives it instead.
//
// # Common mistakes
//
//   - To start the work in the background and return nil: a crash loses it, and Stash does not send it again.
//   - To put authentication in front of the handler: Stash sends no other credential than the signature, and a key in
//     the URL ends up in logs.
//   - To let a middleware read the body first. Then use [Verify] and [Parse].
//   - To rely on webhooks alone. After a day an event is lost; the payment is not, so ask GetPaymentEvent about orders
//     that stay open.
//   - To take back everything at a refund: it may be partial.
//
// The types are generated from api/webhooks.yaml, which says at each field where the fact is from. Those of refunds
// and subscriptions could not be seen in any source: read [Event.Raw] before you rely on them, and take with
// [WithUnreadable] what comes in another shape.
package webhook
