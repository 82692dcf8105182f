package server

import (
	"crypto/subtle"
	"fmt"
	"net/http"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/signature"
)

// caller is the sender of a request.
type caller struct {
	scheme string // security scheme in the document
	player string // owner of the token; empty for the shop itself
}

// authenticate checks every credential in the request that the operation accepts. It refuses the request if any of them
// is wrong. The first credential names the caller.
func (s *Server) authenticate(x *contract.Exchange, r *http.Request, body []byte) (who caller, refused *status) {
	schemes := x.Schemes()
	var headers []string
	for _, scheme := range schemes {
		headers = append(headers, scheme.Header)
		value := r.Header.Get(scheme.Header)
		if value == "" {
			continue
		}
		player, err := s.verify(scheme.ID, value, body)
		if err != nil {
			return caller{scheme.ID, player}, failure(http.StatusUnauthorized, codeUnauthenticated, err.Error())
		}
		if who.scheme == "" {
			who = caller{scheme.ID, player}
		}
	}
	if who.scheme == "" && len(schemes) > 0 {
		return caller{}, failure(http.StatusUnauthorized, codeUnauthenticated, "no credential: send one of the headers "+strings.Join(headers, ", "))
	}
	return who, nil
}

// verify returns why a credential is wrong. For a player's token it returns the player.
func (s *Server) verify(scheme, value string, body []byte) (player string, err error) {
	switch scheme {
	case "apiKey":
		if subtle.ConstantTimeCompare([]byte(value), []byte(s.around.Who().APIKey)) != 1 {
			return "", fmt.Errorf("the API key is not one of this shop")
		}
		return "", nil
	case "hmac":
		return "", s.verifyHMAC(value, body)
	case "legacyHmac":
		sum, err := signature.Decode(value)
		if err != nil {
			return "", err
		}
		if !signature.Equal(sum, s.key.Legacy(body)) {
			return "", fmt.Errorf("%w: it is not HMAC-SHA256 of the body with this shop's secret", signature.ErrMismatch)
		}
		return "", nil
	case "playerToken":
		token, ok := strings.CutPrefix(value, "Bearer ")
		if player = s.shop.PlayerOf(token); !ok || player == "" {
			return "", fmt.Errorf("the bearer token is not one that Server.PlayerToken has issued")
		}
		return player, nil
	}
	return "", fmt.Errorf("the emulator does not know the security scheme %s", scheme)
}

func (s *Server) verifyHMAC(value string, body []byte) error {
	parsed, err := signature.Parse(value)
	if err != nil {
		return err
	}
	if !strings.EqualFold(parsed.ShopID, s.around.Who().ShopID) {
		return fmt.Errorf("the signature names another shop")
	}
	if err := parsed.Age(s.around.Now()); err != nil {
		return err
	}
	if !signature.Equal(parsed.Sum, s.key.Versioned(parsed.UnixMillis, body)) {
		return fmt.Errorf(`%w: it is not HMAC-SHA256 of "{unixMillis}." and the body with this shop's secret`, signature.ErrMismatch)
	}
	return nil
}
