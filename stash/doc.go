// Package stash is the client of Stash's API for game backends: hosted checkout, payment events, prices,
// subscriptions, catalog, loyalty, webshop links and sign-in.
//
// # Begin
//
// Make one [Client] with [New] and use it everywhere; it is safe for concurrent use and keeps its connections.
//
//	client, err := stash.New(stash.HMAC(shopID, secret), stash.WithEnvironment(stash.Test))
//	link, err := client.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
//		Item:          stash.QuickPayItem{ID: "gems-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 1},
//		User:          stash.QuickPayUser{ID: "player-1001"},
//		TransactionID: "order-000123", // yours, and the same when you repeat the call
//	})
//
// Send the player to link.URL and keep link.ID with the order. When the player is back, or when a webhook is late, ask
// what became of it, and grant the order once:
//
//	event, err := client.GetPaymentEvent(ctx, link.ID)
//	if err == nil && event.Status.Paid() {
//		err = grant("order-000123")
//	}
//
// Whole flows are the examples of [github.com/stash-sdk/stash-go/stash/flows]: webhooks, refunds, reconciliation,
// the web shop, subscriptions, key rotation. Package [github.com/stash-sdk/stash-go/stash/stashtest] is a Stash to try
// them against, without an account. Events are received by package webhook, and the calls that Stash makes are hosted
// by package gameserver.
//
// # Rules
//
//   - The environment is always chosen, with [WithEnvironment] or [WithBaseURL]: each has keys of its own.
//   - A call is refused before anything is sent when its arguments break the document's rules ([ErrInvalidArgument]).
//   - It is sent again only when that cannot double its effect: reads, writes that the document marks as repeatable, and
//     checkouts that have a TransactionID. [WithRetries] says how often.
//   - It ends with the context, or after [WithTimeout].
//   - Any status but 2xx is an [*Error], whatever the body is: errors.Is compares it with sentinels such as
//     [ErrNotFound], errors.As gives its HTTP status, code, message and request id.
//   - Answers are read tolerantly: what is new in them survives. So switch over statuses with a default that grants
//     nothing.
//   - Amounts are never floats. A string amount has its unit in its field's comment; [FormatMinorUnits] writes minor
//     units, whose number of decimals comes with them.
//   - The credential goes to the configured host alone, redirects are not followed, and no error, log line or printed
//     value shows it.
//
// Operations in a player's name take the player's token: client.With(stash.PlayerToken(jwt)). Lists that come in
// pages have an iterator beside their method, such as [Client.AllProducts]. A parameter that may be unset is a pointer,
// which [Ptr] makes.
//
// # Common mistakes
//
//   - To grant when the game says that it has paid: only Stash knows.
//   - To leave TransactionID out, and make a second checkout after a time-out.
//   - To take a 404 of loyalty or preferences for a failure: it says that there is none.
//   - To end a subscriber's access at canceled or past_due: ask the status, by its method HasAccess.
//   - To put the secret into a game's client. It is for servers.
//
// Types and methods are generated from api/openapi.yaml, which says at each operation and each doubtful field
// where the fact is from. A type here is an alias: its fields, with a comment each, and its methods are shown by
// [github.com/stash-sdk/stash-go/gen], for instance with go doc gen.QuickPayItem. This project is not affiliated with Stash.
package stash
