// Package stashtest is a Stash to develop and test against: a server on a loopback port that answers from state, returns
// Stash's errors, and checks every request and every response against the OpenAPI document.
//
//	srv := stashtest.New(t) // ends with the test; Start is for programs
//	client := srv.Client()
//	link, err := client.GenerateQuickPayURL(ctx, request)
//	err = srv.Pay(link.ID) // as the player would
//	event, err := client.GetPaymentEvent(ctx, link.ID)
//
// A test uses the server's methods to act as players, Stash Studio and time. A browser can do most of this too: links open
// pages with buttons, and a console at the server's URL shows what happened; on loopback, only to this machine. The
// examples of [github.com/stash-sdk/stash-go/stash/flows] use nearly all of this.
//
//   - Try lost responses: Inject(Fault{Operation: "GenerateQuickPayUrl", Reset: true, AfterEffect: true}); a bad hour:
//     Inject(Fault{Status: 503, Share: 0.3, Times: -1}); events that are repeated, reordered or forged: [Copies],
//     [Reversed], [BadSignature]; calls of a game server that are late or repeated: [CallTimeout], [CallRetries], [CallCopies].
//   - It is stricter than the live service: it refuses unknown fields and query parameters, so that you find a misspelled
//     one at your desk. Where the document says that a fact is inferred, the live service may differ.
//   - Offers and canceled subscriptions end by the server's clock, which [WithClock] sets. Operations without state are
//     answered with the document's example. The server forgets everything when it stops, unless [WithState] keeps it.
//   - A webhook whose response is not 200 is sent again after a minute, as Stash does. A test that cannot wait uses
//     [Attempts](1), or a testing/synctest bubble, where waiting takes no real time.
//   - In a bubble, call [New] inside of it. The server then has pipes instead of a socket: only clients of [Server.Client]
//     reach it, without WithHTTPClient, and it reaches only what [Server.Serve] serves or [Through] gives it a way to.
//     net/http/httptest.Server, [WithAddr], browsers and other processes need sockets, which stop the bubble's clock.
//   - Keys are random unless options fix them. Never use a real key.
//   - Import it only from tests and tools: it needs more modules than the client does.
package stashtest
