package server

import (
	"cmp"
	"net/url"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/stash"
)

// codeUse has the common fields of the bodies for linking and approving. The emulator accepts any proof in them, because
// only Apple, Google and Facebook can check their proofs.
type codeUse struct {
	CodeChallenge string              `json:"codeChallenge"` // when linking
	Code          string              `json:"code"`          // when approving
	User          stash.UserReference `json:"user"`
}

func linkAccount(s *Server, c *call) (any, *status) {
	code, failed := s.useCode(c, false)
	return stash.LinkResponse{CodeChallenge: code}, failed
}

func approveSignIn(s *Server, c *call) (any, *status) {
	code, failed := s.useCode(c, true)
	return stash.LinkResponse{CodeChallenge: code}, failed
}

// useCode uses the code in a body.
func (s *Server) useCode(c *call, approves bool) (code string, failed *status) {
	body, failed := read[codeUse](c)
	if failed != nil {
		return "", failed
	}
	if failed := c.inOwnName(body.User.ID); failed != nil {
		return "", failed
	}
	code = cmp.Or(body.CodeChallenge, body.Code)
	return code, refused(s.shop.UseCode(code, body.User.ID, approves))
}

// inOwnName refuses a body whose player differs from the token's.
func (c *call) inOwnName(player string) *status {
	if c.player != "" && c.player != player {
		return refused(shop.Forbidden("user.id: the token is not one of the player " + player))
	}
	return nil
}

func logoutUser(s *Server, c *call) (any, *status) {
	s.shop.LogOut(c.query.Get("userId"))
	return stash.LogoutUserResponse{}, nil
}

func saveTokens(s *Server, c *call) (any, *status) {
	body, failed := read[stash.SaveTokensRequest](c)
	if failed != nil {
		return nil, failed
	}
	return stash.SaveTokensResponse{CodeChallenge: s.shop.SaveTokens(*body)}, nil
}

func getUserPreferences(s *Server, c *call) (any, *status) {
	channel, no := s.shop.Channel(c.Params["userId"])
	return stash.GetUserPreferencesResponse{PaymentChannel: channel}, refused(no)
}

func setUserPreferences(s *Server, c *call) (any, *status) {
	body, failed := read[stash.SetUserPreferencesRequest](c)
	if failed != nil {
		return nil, failed
	}
	s.shop.SetChannel(c.Params["userId"], body.PaymentChannel)
	return stash.SetUserPreferencesResponse{}, nil
}

func generateAuthenticatedURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateAuthenticatedURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	target := body.Target
	if target == "" {
		target = stash.WebshopTargetDefault
	}
	query := url.Values{"session": {s.shop.SignIn(body.User.ID)}}
	query.Set("target", string(target))
	return stash.GenerateAuthenticatedURLResponse{URL: s.around.URL() + "/shop/" + s.around.Who().ShopHandle + "?" + query.Encode()}, nil
}

func generateLoyaltyURL(s *Server, c *call) (any, *status) {
	body, failed := read[stash.GenerateLoyaltyURLRequest](c)
	if failed != nil {
		return nil, failed
	}
	if failed := c.inOwnName(body.User.ID); failed != nil {
		return nil, failed
	}
	return stash.GenerateLoyaltyURLResponse{URL: s.around.URL() + "/shop/" + s.around.Who().ShopHandle + "/loyalty?" + url.Values{"session": {s.shop.SignIn(body.User.ID)}}.Encode()}, nil
}
