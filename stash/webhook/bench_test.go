package webhook_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// BenchmarkVerifyParse is what a delivery costs; BenchmarkBare is the same work written by hand with the standard
// library, and the figure to compare with.
func BenchmarkVerifyParse(b *testing.B) {
	body, header := []byte(sampleBody), plain(shortSum)
	b.ReportAllocs()
	for b.Loop() {
		if err := webhook.Verify(body, header, shortSecret); err != nil {
			b.Fatal(err)
		}
		if _, err := webhook.Parse(body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	body, header := []byte(sampleBody), plain(shortSum)
	b.ReportAllocs()
	for b.Loop() {
		if err := webhook.Verify(body, header, shortSecret); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBare(b *testing.B) {
	body, header := []byte(sampleBody), plain(shortSum)
	b.ReportAllocs()
	for b.Loop() {
		given, err := base64.StdEncoding.DecodeString(header.Get("Stash-Hmac-Signature"))
		if err != nil {
			b.Fatal(err)
		}
		mac := hmac.New(sha256.New, []byte(shortSecret))
		mac.Write(body)
		if !hmac.Equal(mac.Sum(nil), given) {
			b.Fatal("mismatch")
		}
		var event struct {
			Type              string                    `json:"type"`
			Environment       string                    `json:"environment"`
			PurchaseSucceeded webhook.PurchaseSucceeded `json:"purchaseSucceeded"`
		}
		if err := json.Unmarshal(body, &event); err != nil {
			b.Fatal(err)
		}
	}
}
