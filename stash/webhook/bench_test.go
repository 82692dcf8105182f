package webhook_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/webhook"
)

// handVerify and handParse are the code of a careful programmer who uses the standard library.
func handVerify(body []byte, header http.Header, secret string) error {
	given, err := base64.StdEncoding.DecodeString(header.Get("Stash-Hmac-Signature"))
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	if !hmac.Equal(mac.Sum(nil), given) {
		return errors.New("mismatch")
	}
	return nil
}

type handEvent struct {
	Type              string                    `json:"type"`
	Environment       string                    `json:"environment"`
	PurchaseSucceeded webhook.PurchaseSucceeded `json:"purchaseSucceeded"`
}

func handParse(body []byte) (*handEvent, error) {
	event := new(handEvent)
	return event, json.Unmarshal(body, event)
}

// handHandler receives each order once, in the memory of one process.
type handHandler struct {
	secret  string
	receive func(ctx context.Context, p *webhook.PurchaseSucceeded) error

	mu   sync.Mutex
	seen map[string]bool
}

func (h *handHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "use POST", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, "the body cannot be read", http.StatusBadRequest)
		return
	}
	if err := handVerify(body, r.Header, h.secret); err != nil {
		http.Error(w, "the signature is wrong", http.StatusUnauthorized)
		return
	}
	event, err := handParse(body)
	if err != nil {
		http.Error(w, "the body is not an event", http.StatusBadRequest)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if event.Type == "PURCHASE_SUCCEEDED" && !h.seen[event.PurchaseSucceeded.OrderID] {
		ctx, cancel := context.WithTimeout(r.Context(), 30*time.Second)
		defer cancel()
		if err := h.receive(ctx, &event.PurchaseSucceeded); err != nil {
			http.Error(w, "it could not be received", http.StatusInternalServerError)
			return
		}
		h.seen[event.PurchaseSucceeded.OrderID] = true
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, "{}")
}

// BenchmarkWebhook measures Verify and Parse, for a program that serves HTTP itself.
func BenchmarkWebhook(b *testing.B) {
	body, header := []byte(sampleBody), plain(shortSum)
	measure(b, map[string]func() error{
		"hand-written": func() error {
			if err := handVerify(body, header, shortSecret); err != nil {
				return err
			}
			_, err := handParse(body)
			return err
		},
		"sdk": func() error {
			if err := webhook.Verify(body, header, shortSecret); err != nil {
				return err
			}
			_, err := webhook.Parse(body)
			return err
		},
	})
}

// BenchmarkWebhookVerify measures only the signature.
func BenchmarkWebhookVerify(b *testing.B) {
	body, header := []byte(sampleBody), plain(shortSum)
	measure(b, map[string]func() error{
		"hand-written": func() error { return handVerify(body, header, shortSecret) },
		"sdk":          func() error { return webhook.Verify(body, header, shortSecret) },
	})
}

// BenchmarkWebhookHandler measures a whole delivery that was received before, as when Stash repeats one.
func BenchmarkWebhookHandler(b *testing.B) {
	nothing := func(context.Context, *webhook.PurchaseSucceeded) error { return nil }
	ours, err := webhook.NewHandler([]string{shortSecret}, webhook.On(nothing),
		webhook.WithStore(webhook.NewMemoryStore(0)), webhook.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		b.Fatal(err)
	}
	serve := func(h http.Handler) func() error {
		return func() error {
			w := &discard{header: http.Header{}, status: http.StatusOK}
			r := &http.Request{Method: http.MethodPost, Header: plain(shortSum), Body: io.NopCloser(bytes.NewReader([]byte(sampleBody))), ContentLength: int64(len(sampleBody))}
			if h.ServeHTTP(w, r); w.status != http.StatusOK {
				return errors.New(http.StatusText(w.status))
			}
			return nil
		}
	}
	measure(b, map[string]func() error{
		"hand-written": serve(&handHandler{secret: shortSecret, receive: nothing, seen: map[string]bool{}}),
		"sdk":          serve(ours),
	})
}

// discard is a ResponseWriter that keeps only the status.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }

// measure names its benchmarks as make bench expects: case/who.
func measure(b *testing.B, rivals map[string]func() error) {
	for _, who := range []string{"hand-written", "sdk"} {
		b.Run(who, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := rivals[who](); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
