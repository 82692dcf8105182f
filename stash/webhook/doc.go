// Package webhook receives the events that Stash posts to your webhook URL. It checks the signature, reads the event into a
// type, and lets each event take effect once.
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
// [All] joins receivers for several types. An event that no receiver takes is answered 200. [EventFrom] returns the event
// around the payload, with its [Event.Key] and its raw bytes. If a router or a cloud function has read the body already, call
// [Handler.Receive]. A worker behind a queue calls [Handler.Process]. [WithObserver] is for metrics, and [Sign] for tests.
//
// To try it, let package stashtest deliver events, or send one from a shell:
//
//	stash send PURCHASE_SUCCEEDED --to http://127.0.0.1:8080/stash/webhook
//
// # Rules
//
//   - Stash sends an event again until the response is exactly HTTP 200, for about a day. The handler writes the response.
//     Your function returns nil when the event's work is done and stored, and an error otherwise.
//   - An event comes more than once, and to several replicas at the same time. [WithStore] lets one delivery through.
//     [NewMemoryStore] remembers while the process lives. Package sqlstore writes the mark in the transaction of the grant,
//     so neither a crash nor a second replica loses or doubles an event.
//   - Events with [Event.Repeats] set, such as FREE_ITEM_REDEEMED, are the exception. They have neither an id nor a time,
//     so your function gets each delivery, unless [WithKey] gives them a key.
//   - Events come in any order. A refund can come before its purchase.
//   - The signature is checked over the bytes as received, in constant time. The secret is the one that Stash Studio shows
//     beside the webhook; one source calls it the project's secret. Several secrets can be valid at once, for a rotation.
//   - An unknown type is an [*Unknown] and no error.
//   - If the payload of a known type cannot be read, the response is 400, and Stash sends the event again for about a day.
//     The log names the field. [WithUnreadable] receives such an event instead.
//
// # Common mistakes
//
//   - Starting the work in the background and returning nil. A crash loses it, and Stash does not send it again.
//   - Putting authentication in front of the handler. Stash sends only the signature, and a key in the URL ends up in logs.
//   - Letting a middleware read the body first. In that case use [Handler.Receive].
//   - Relying only on webhooks. After a day an event is lost, but the payment is not. Ask GetPaymentEvent about open orders.
//   - Taking back everything at a refund. It may be partial.
//
// # Fields
//
// The payload types are aliases. Package [github.com/stash-sdk/stash-go/gen/webhook] documents their fields. They are
// generated from api/webhooks.yaml, which says at each field where the fact is from. The fields of refunds and subscriptions
// were in no source: read [Event.Raw] before you rely on them, and receive other shapes with [WithUnreadable].
package webhook
