// Package stash is the client of Stash's API for game backends: hosted checkout, payment events, prices, subscriptions,
// catalog, loyalty, web shop links and sign-in.
//
// # Begin
//
// Make one [Client] with [New] and use it everywhere. It is safe for concurrent use and reuses its connections.
//
//	client, err := stash.New(stash.HMAC(shopID, secret), stash.WithEnvironment(stash.Test))
//	link, err := client.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
//		Item:          stash.QuickPayItem{ID: "gems-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 1},
//		User:          stash.QuickPayUser{ID: "player-1001"},
//		TransactionID: "order-000123", // your own id; repeat the call with the same id
//	})
//
// Send the player to link.URL and store link.ID with the order. When the player comes back, or when a webhook is late, ask
// Stash about the payment, and grant the order once:
//
//	event, err := client.GetPaymentEvent(ctx, link.ID)
//	if err == nil && event.Status.Paid() {
//		err = grant("order-000123")
//	}
//
// The examples of [github.com/stash-sdk/stash-go/stash/flows] are whole flows: webhooks, refunds, reconciliation, the web
// shop, subscriptions, key rotation. Package [github.com/stash-sdk/stash-go/stash/stashtest] is an emulated Stash to try
// them with, without an account. Package webhook receives events. Package gameserver hosts the calls that Stash makes.
//
// # Rules
//
//   - You choose the environment, with [WithEnvironment] or [WithBaseURL]. Each environment has its own keys. There is no
//     default.
//   - If arguments break the document's rules, the call is refused before anything is sent ([ErrInvalidArgument]).
//   - A call is sent again only if that cannot double its effect: reads, writes that the document marks as repeatable, and
//     checkouts with a TransactionID. [WithRetries] sets how often.
//   - A call ends when its context ends, or after [WithTimeout].
//   - Any status other than 2xx is an [*Error], whatever the body is. Compare it with sentinels such as [ErrNotFound] by
//     errors.Is. Get its HTTP status, code, message and request id by errors.As.
//   - Unknown fields and enum values in responses are kept. So switch over statuses with a default that grants nothing.
//     [WithResponse] shows the raw response of a call.
//   - What the document lacks can be sent all the same: [WithExtra], [WithQuery] and [WithHeader] add to a call, and
//     [Client.Do] calls any path.
//   - Amounts are never floats. The comment of a string amount says its unit. [FormatMinorUnits] writes minor units; the
//     number of decimals comes with them.
//   - The credential is sent only to the configured host. Redirects are not followed. No error, log line or printed value
//     shows the credential.
//
// Operations in a player's name take the player's token: client.With(stash.PlayerToken(jwt)). Lists in pages have an
// iterator beside their method, such as [Client.AllProducts]. An optional parameter is a pointer, which [Ptr] makes.
//
// # Common mistakes
//
//   - Granting because the game says that the player paid. Only Stash knows.
//   - Leaving TransactionID out, and making a second checkout after a time-out.
//   - Taking a 404 of loyalty or preferences for a failure. It says that there is no such thing.
//   - Ending a subscriber's access at canceled or past_due. Ask the status, by its method HasAccess.
//   - Putting the secret into a game's client. It is for servers.
//
// # Fields
//
// A type of this package is an alias. Package [github.com/stash-sdk/stash-go/gen] documents its fields and methods, for
// example with go doc gen.QuickPayItem in a clone. Types and methods are generated from api/openapi.yaml, which says at each
// operation and each doubtful field where the fact is from. This project is not affiliated with Stash.
package stash
