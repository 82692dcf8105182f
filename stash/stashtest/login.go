package stashtest

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/stash-sdk/stash-go/stash"
)

// IssueCode makes the code that the webshop would show, or put into its link, for the game to link an account or
// approve a sign-in with. It is good for one of them.
func (s *Server) IssueCode() string {
	code := randomText(12)
	defer s.mustKeep("IssueCode")
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	s.state.codes.set(code, false)
	return code
}

// codeUse is what the bodies of linking and approving have in common. The proofs in them are Apple's, Google's and
// Facebook's to judge; the emulator takes any.
type codeUse struct {
	CodeChallenge string              `json:"codeChallenge"` // when linking
	Code          string              `json:"code"`          // when approving
	User          stash.UserReference `json:"user"`
}

func linkAccount(s *Server, c *call) (any, *status) {
	body, failed := s.useCode(c, nil)
	if failed != nil {
		return nil, failed
	}
	return stash.LinkResponse{CodeChallenge: body.CodeChallenge}, nil
}

func approveSignIn(s *Server, c *call) (any, *status) {
	body, failed := s.useCode(c, s.state.loggedOut.delete)
	if failed != nil {
		return nil, failed
	}
	return stash.LinkResponse{CodeChallenge: body.Code}, nil
}

// useCode takes a code, and does in the same step what follows from it.
func (s *Server) useCode(c *call, then func(player string)) (*codeUse, *status) {
	body, failed := read[codeUse](c)
	if failed != nil {
		return nil, failed
	}
	if failed := c.inOwnName(body.User.ID); failed != nil {
		return nil, failed
	}
	code := cmp.Or(body.CodeChallenge, body.Code)
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	used := s.state.codes.get(code)
	switch {
	case used == nil:
		return nil, notFound(fmt.Sprintf("there is no code %.60q; the emulator knows those of Server.IssueCode", code))
	case *used:
		return nil, failure(http.StatusConflict, codeAlreadyExists, fmt.Sprintf("the code %.60q was used before; have the webshop make another", code))
	}
	s.state.codes.set(code, true)
	if then != nil {
		then(body.User.ID)
	}
	return body, nil
}
