package main

import (
	"net"
	"net/url"

	"github.com/stash-sdk/stash-go/stash"
)

// settings are read from environment variables.
type settings struct {
	baseURL        string
	apiKey         string
	shopID, secret string
	playerToken    string
	paymentID      string // of a payment of the shop
	playerID       string // of a player; by default one that does not exist
}

// configure reads the environment variables. skip says why nothing can be called; empty when calls can be made.
func configure(getenv func(string) string) (s settings, skip string) {
	if getenv("STASH_ENVIRONMENT") != string(stash.Test) {
		return s, "STASH_ENVIRONMENT is not test, and make live calls only the test environment."
	}
	s = settings{
		baseURL: getenv("STASH_BASE_URL"), apiKey: getenv("STASH_API_KEY"), shopID: getenv("STASH_SHOP_ID"), secret: getenv("STASH_HMAC_SECRET"),
		playerToken: getenv("STASH_PLAYER_TOKEN"), paymentID: getenv("STASH_PAYMENT_ID"), playerID: getenv("STASH_PLAYER_ID"),
	}
	if s.secret == "" || s.shopID == "" {
		s.secret = "" // HMAC needs both; the shop id is also used in paths, so it is kept
	}
	if s.apiKey == "" && s.secret == "" {
		return s, "there is no credential. Set STASH_API_KEY, or STASH_SHOP_ID and STASH_HMAC_SECRET, or all three."
	}
	test, err := stash.Test.BaseURL()
	if err != nil {
		return s, err.Error()
	}
	if s.baseURL == "" {
		s.baseURL = test
	}
	if !isTest(s.baseURL, test) {
		return s, "STASH_BASE_URL is neither the test environment nor this machine."
	}
	if s.playerID == "" {
		s.playerID = "stash-go-live-check"
	}
	return s, ""
}

func isTest(address, test string) bool {
	u, err := url.Parse(address)
	t, testErr := url.Parse(test)
	if err != nil || testErr != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Host == t.Host || u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
