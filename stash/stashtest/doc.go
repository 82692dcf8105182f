// Package stashtest is a Stash to develop and test against: an in-memory server on a loopback port that answers
// from state, speaks Stash's errors, and holds every request and every answer of its own against the OpenAPI
// document.
//
//	srv := stashtest.New(t)
//	client := srv.Client()
//	link, err := client.GenerateQuickPayURL(ctx, request)
//	srv.Pay(link.ID) // as the player would
//	event, err := client.GetPaymentEvent(ctx, link.ID)
//
// What else players, Stash Studio and time do to a shop, a test does with the server's methods:
//
//	Pay, Subscribe, ApplyChange          a player completes a link
//	Refund                               Stash's support gives a purchase back
//	SendWebhooks, Deliver                events reach the game, on Stash's schedule
//	Renew, FailRenewal, Expire           a subscription goes on, or ends
//	AddProduct, AddPlan, SetPrice        the shop's catalog, plans and price sheet
//	SetLoyalty, SetPlayerPoints          its loyalty campaign
//	Seed                                 all of these from a YAML file
//	UseGameServer, BeginPurchase         the shop asks a game server, and sells its catalog
//	IssueCode, PlayerToken               what a sign-in needs
//	Inject                               things go wrong
//
// Offers and canceled subscriptions end by the server's clock, which [WithClock] sets. Operations without state are
// answered with the document's example.
//
// It is stricter than the live service: unknown fields and query parameters are refused, so that a misspelled one
// is found on your desk. Where the document says that a fact is inferred, the live service may differ.
package stashtest
