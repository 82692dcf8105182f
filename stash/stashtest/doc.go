// Package stashtest is a Stash to develop and test against: an in-memory server on a loopback port that answers
// from state, speaks Stash's errors, and holds every request and every answer of its own against the OpenAPI
// document.
//
// # Begin
//
//	srv := stashtest.New(t) // ends with the test; Start is for programs
//	client := srv.Client()
//	link, err := client.GenerateQuickPayURL(ctx, request)
//	err = srv.Pay(link.ID) // as the player would
//	event, err := client.GetPaymentEvent(ctx, link.ID)
//
// What else players, Stash Studio and time do to a shop, a test does with the server's methods:
//
//	Pay, Subscribe, ApplyChange          a player completes a link
//	Refund                               Stash's support gives a purchase back
//	SendWebhooks, Deliver                events reach the game, on Stash's schedule
//	ConnectGameServer                    Stash calls the game's own server
//	Renew, FailRenewal, Expire           a subscription goes on, or ends
//	AddProduct, AddPlan, SetPrice        the shop's catalog, plans and price sheet
//	SetLoyalty, SetPlayerPoints          its loyalty campaign
//	Seed                                 all of these from a YAML file
//	UseGameServer, BeginPurchase         the shop asks a game server, and sells its catalog
//	IssueCode, PlayerToken               what a sign-in needs
//	Inject                               things go wrong
//	Requests, Checkouts, Deliveries      what happened, for a test to look at
//
// All but the catalog can be done in a browser too: the links that calls return open pages with buttons to pay, decline
// and close, and a console at the server's URL shows calls, payments, subscriptions and webhook deliveries. The pages
// work without scripts, and a GET of one changes nothing. A server on loopback shows the console to this machine alone.
//
// The examples of [github.com/stash-sdk/stash-go/stash/flows] use nearly all of them.
//
// # What a test of yours should try
//
//   - The answer to a checkout is lost: Inject(Fault{Operation: "GenerateQuickPayUrl", Reset: true, AfterEffect: true}).
//   - An event comes three times at once, in another order, or forged: [Copies], [Reversed], [BadSignature].
//   - The game server answers late, or is asked again: [CallTimeout], [CallRetries], [CallCopies].
//   - Stash has a bad hour: Inject(Fault{Status: 503, Share: 0.3, Times: -1}).
//
// # Rules
//
//   - It is stricter than the live service: unknown fields and query parameters are refused, so that a misspelled one
//     is found on your desk. Where the document says that a fact is inferred, the live service may differ.
//   - Offers and canceled subscriptions end by the server's clock, which [WithClock] sets.
//   - Operations without state are answered with the document's example.
//   - A webhook that is not answered 200 is sent again after a minute, as Stash does. A test that cannot wait gives
//     [Attempts](1), or runs in a testing/synctest bubble, where waiting takes no time.
//   - Keys are made at random, or fixed by options. Never give it a real one.
//   - Import it from tests and tools alone: it needs more modules than the client does.
package stashtest
