// Package stash is the client of Stash's API for game backends: hosted checkout, payment events, prices,
// subscriptions, catalog, loyalty, webshop links and sign-in.
//
// Make one [Client] with [New] and use it everywhere; it is safe for concurrent use and keeps its connections.
//
//	client, err := stash.New(stash.HMAC(shopID, secret), stash.WithEnvironment(stash.Test))
//	link, err := client.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
//		Item:          stash.QuickPayItem{ID: "gems-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 1},
//		User:          stash.QuickPayUser{ID: "player-1001"},
//		TransactionID: "order-000123",
//	})
//
// Send the player to link.URL and keep link.ID with the pending purchase; GetPaymentEvent tells by that id what
// became of it.
//
// Every call takes a context and returns an [*Error] when it fails, which errors.Is compares with sentinels such
// as [ErrNotFound]. A call is refused before anything is sent when its arguments break the document's rules. It
// is sent again only when that cannot double its effect: reads, writes that the document marks as repeatable,
// and checkouts that have a TransactionID.
//
// Operations in a player's name take the player's token: client.With(stash.PlayerToken(jwt)). Lists that come in
// pages have an iterator beside their method, such as [Client.AllProducts].
//
// The credential is a secret of your server. It goes to the configured host alone, redirects are not followed,
// and no error, log line or printed value shows it.
//
// Types and methods are generated from api/openapi.yaml, which says at each operation and each doubtful field
// where the fact is from. This project is not affiliated with Stash.
package stash
