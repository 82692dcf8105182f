// Package gameserver hosts the API that Stash calls on a game's own server: what is for sale, who the player is,
// and the steps of a purchase.
//
//	type shop struct{ gameserver.UnimplementedServer }
//
//	func (shop) GetPlayer(ctx context.Context, r gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error) {
//		return &gameserver.GetPlayerResponse{Player: gameserver.Player{PlayerID: r.PlayerID, Name: "Robin"}}, nil
//	}
//
//	handler, err := gameserver.NewHandler(shop{}, shopID, []string{os.Getenv("STASH_GAME_SERVER_SECRET")})
//	http.Handle("/api/v1/", handler)
//
// The handler keeps the rules of each call, so that a [Server] only returns Go values and errors. Requests are let
// in by their signature; register and cancel answer HTTP 200 with a status whatever happens, and confirm answers 200
// only when everything was granted, because that is what makes Stash charge the player. A panic or a time-out is a
// failure of the call, never a success and never a stack trace on the wire.
//
// Stash may make any call again. A copy of a signed request is answered as the first was; a new request for the
// same transaction reaches your code, and [Purchases] settles it: granted once, or cancelled, never both.
//
// The secret is the one that Stash Studio calls egress key. No error, answer or log line shows it.
package gameserver
