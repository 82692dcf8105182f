// Package webhook receives the events that Stash posts to your webhook URL: it checks that they are Stash's, reads
// them into types, and sees to it that each one takes effect once.
//
//	handler, err := webhook.NewHandler(
//		[]string{os.Getenv("STASH_WEBHOOK_SECRET")},
//		webhook.On(func(ctx context.Context, p *webhook.PurchaseSucceeded) error {
//			return grant(ctx, p.UserID, p.OrderID, p.Items)
//		}),
//		webhook.WithStore(webhook.NewMemoryStore(100_000)),
//		webhook.WithEnvironment(webhook.EnvironmentProduction),
//	)
//	http.Handle("/stash/webhook", handler)
//
// Stash sends an event again until the answer is exactly HTTP 200, for about a day. So return nil only when what the
// event asks for is done and stored, and an error when it is not; never start it in the background and return. Put no
// authentication in front of the handler: Stash sends no other credential than the signature, and a key in the URL
// ends up in logs.
//
// [NewMemoryStore] remembers what is done as long as the process lives. Package sqlstore keeps it in your database,
// in the transaction that the grant is made in, so that neither a crash nor a second replica can lose or double it.
//
// In a router of your own, call [Verify] with the bytes as they came, then [Parse].
//
// The types are generated from api/webhooks.yaml, which says at each field where the fact is from. Those of refunds
// and subscriptions could not be seen in any source: read [Event.Raw] before you rely on them.
package webhook
