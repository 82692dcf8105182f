package webhook_test

// The vectors were computed with openssl from the body below, stored without a line break at its end:
//
//	openssl dgst -sha256 -hmac "$SECRET" -binary body.json | base64
//	(printf '1760000000000.'; cat body.json) | openssl dgst -sha256 -hmac "$SECRET" -binary | base64
//	openssl dgst -sha256 -mac HMAC -macopt hexkey:$(base64 -d <<<"$BASE64SECRET" | xxd -p -c 100) -binary body.json | base64
//
// The body has the fields and values of the sample in Stash's webhook guide, with ids of our own where it shows none.
const (
	sampleBody = `{"type":"PURCHASE_SUCCEEDED","environment":"test","purchaseSucceeded":{"timeMillis":1753993257000,"orderId":"8ZVBabLrnCMm9zPdu9QpfCWzNaA","currency":"usd","userId":"player_1001","items":[{"id":"gem_pack_500","quantity":1,"price":"199"}],"tax":"0","total":"199","regionCode":"US","source":"StashPay"}}`

	longSecret = "fake-webhook-secret_0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghi" // longer than a block of SHA-256
	longSum    = "v4Q1qlzSMte8fMihxVFIXZYVDTh2apsoScmo5ZBqVmg="

	shortSecret = "short-fake-secret"
	shortSum    = "71c0NTj9kFLECjEdhOhU+0BLqVidpcXF70w1UJzwxYc="

	base64Secret = "ZmFrZS1rZXktb2YtMzItYnl0ZXMtZm9yLXRlc3RzLTE="
	base64Sum    = "lSe7O8J6zSs7BfE7545uKrVxdvJQUWbPph3vixCIg3M="

	versionedMillis = 1760000000000
	versionedShop   = "11111111-2222-4333-8444-555555555555"
	versionedHeader = "v1;" + versionedShop + ";1760000000000;+k9ADG8jORuwWvp6N7m5gm9e+eqBlg1TafUDN6G7XMg=" // with longSecret
)
