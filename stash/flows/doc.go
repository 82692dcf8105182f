// Package flows shows what a game's backend does with Stash, one flow an example, from a checkout to a test without a
// network. It has nothing to import: the code is in the examples, which run against the emulator of package stashtest,
// and README shows the same lines.
//
// The examples share one small backend: orders by the transaction id that Stash is given, and one function that
// grants an order, once, whichever of the flows asks first.
package flows
