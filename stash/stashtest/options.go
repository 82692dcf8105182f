package stashtest

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"unicode"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// WithAddr listens on an address such as "127.0.0.1:8645" instead of a free loopback port. An address that is not
// loopback lets everyone on the network call the server, and its keys travel in plain http.
func WithAddr(addr string) Option { return func(s *Server) { s.addr = addr } }

// WithAPIKey fixes the shop's ingress key. It must not be a real one: it is kept and printed like any text.
func WithAPIKey(key string) Option { return func(s *Server) { s.APIKey = key } }

// WithShopHandle fixes the shop's handle.
func WithShopHandle(handle string) Option { return func(s *Server) { s.ShopHandle = handle } }

// WithShopID fixes the shop's id, a UUID.
func WithShopID(id string) Option { return func(s *Server) { s.ShopID = id } }

// WithHMACSecret fixes the shop's ingress secret for signing. It must not be a real one.
func WithHMACSecret(secret string) Option { return func(s *Server) { s.HMACSecret = secret } }

// WithWebhookSecret fixes the secret of the shop's webhook. It must not be a real one.
func WithWebhookSecret(secret string) Option { return func(s *Server) { s.WebhookSecret = secret } }

// WithObserver is called after each call was answered, by several goroutines at once.
func WithObserver(observe func(Request)) Option { return func(s *Server) { s.observe = observe } }

// checkFixed refuses texts that no client could send, and an empty key, which would let everyone in.
func (s *Server) checkFixed() error {
	for _, fixed := range []struct{ what, text string }{
		{"the API key", s.APIKey}, {"the shop handle", s.ShopHandle}, {"the shop id", s.ShopID},
		{"the HMAC secret", s.HMACSecret}, {"the webhook secret", s.WebhookSecret},
	} {
		if fixed.text == "" {
			return fmt.Errorf("stashtest: %s is empty; leave the option out to have one made at random", fixed.what)
		}
		if strings.ContainsFunc(fixed.text, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsSpace(r) || unicode.IsControl(r) }) {
			return fmt.Errorf("stashtest: %s has white space or a character that is not ASCII in it; choose another one", fixed.what)
		}
	}
	if !wire.IsUUID(s.ShopID) {
		return errors.New("stashtest: the shop id is not a UUID such as 11111111-2222-4333-8444-555555555555, which Stash's are")
	}
	return nil
}

// listen opens the server's port.
func (s *Server) listen() (net.Listener, error) {
	if s.addr == "" {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("stashtest: no loopback port is free: %w", err)
		}
		return listener, nil
	}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		// The operation's own text repeats the address; what is below it says why.
		if op := (*net.OpError)(nil); errors.As(err, &op) {
			err = op.Err
		}
		return nil, fmt.Errorf("stashtest: cannot listen on %.80q: %w; choose another address", s.addr, err)
	}
	return listener, nil
}

func onLoopback(addr net.Addr) bool {
	at, err := netip.ParseAddrPort(addr.String())
	return err == nil && at.Addr().IsLoopback()
}

// urlOf is the address that a client on this machine calls.
func urlOf(addr net.Addr) string {
	at, err := netip.ParseAddrPort(addr.String())
	if err == nil && at.Addr().IsUnspecified() { // it listens everywhere, loopback included
		return fmt.Sprintf("http://127.0.0.1:%d", at.Port())
	}
	return "http://" + addr.String()
}
