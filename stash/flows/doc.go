// Package flows shows what a game's backend does with Stash. Each example is one flow, such as a checkout or a refund. There
// is nothing to import: the examples run against the emulator of package stashtest, and the pages in docs show their code.
//
// The examples share one small backend. It stores orders by the transaction id of the calls to Stash. One function grants
// an order once, whichever flow calls it first.
package flows
