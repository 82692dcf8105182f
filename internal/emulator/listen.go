package emulator

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/wire"
)

// check refuses texts that no client could send. It also refuses an empty key, which would let everyone in.
func check(who shop.Identity) error {
	for _, fixed := range []struct{ what, text string }{
		{"the API key", who.APIKey}, {"the shop handle", who.ShopHandle}, {"the shop id", who.ShopID},
		{"the HMAC secret", who.HMACSecret}, {"the webhook secret", who.WebhookSecret},
	} {
		if fixed.text == "" {
			return fmt.Errorf("stashtest: %s is empty; leave the option out to have one made at random", fixed.what)
		}
		if strings.ContainsFunc(fixed.text, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsSpace(r) || unicode.IsControl(r) }) {
			return fmt.Errorf("stashtest: %s has white space or a character that is not ASCII in it; choose another one", fixed.what)
		}
	}
	if !wire.IsUUID(who.ShopID) {
		return errors.New("stashtest: the shop id is not a UUID such as 11111111-2222-4333-8444-555555555555, which Stash's are")
	}
	return nil
}

// checkPublic refuses a base URL that links cannot begin with.
func checkPublic(base string) error {
	u, err := url.Parse(base)
	if base == "" || err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && u.Path+u.RawQuery+u.Fragment == "" && u.User == nil {
		return nil
	}
	return errors.New("stashtest: the public URL is not a base URL; give a scheme and a host, such as http://10.0.2.2:8645")
}

// listen opens a port at an address, or a free one of loopback.
func listen(addr string) (net.Listener, error) {
	if addr == "" {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("stashtest: no loopback port is free: %w", err)
		}
		return listener, nil
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		// The error's own text repeats the address, so this shows only the wrapped error.
		if op := (*net.OpError)(nil); errors.As(err, &op) {
			err = op.Err
		}
		return nil, fmt.Errorf("stashtest: cannot listen on %.80q: %w; choose another address", addr, err)
	}
	return listener, nil
}

// urlOf returns the URL for clients on this machine.
func urlOf(addr net.Addr) string {
	at, err := netip.ParseAddrPort(addr.String())
	if err == nil && at.Addr().IsUnspecified() { // listens on all addresses, loopback too
		return fmt.Sprintf("http://127.0.0.1:%d", at.Port())
	}
	return "http://" + addr.String()
}
