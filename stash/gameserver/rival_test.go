package gameserver_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// handWritten is the code of a careful programmer who serves confirms with net/http: signature, its age and shop, a
// bounded body, an answer for every item. It does not recognise repeated requests, nor apply the document's rules.
type handWritten struct {
	shopID, secret string
	now            func() time.Time
	confirm        func(context.Context, gameserver.ConfirmPaymentRequest) error
}

func (h *handWritten) verify(header http.Header, body []byte) error {
	parts := strings.Split(header.Get("X-Stash-Hmac-Signature"), ";")
	if len(parts) != 4 || parts[0] != "v1" || parts[1] != h.shopID {
		return errors.New("not signed for this shop")
	}
	millis, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil {
		return err
	}
	if age := h.now().Sub(time.UnixMilli(millis)); age > 5*time.Minute || age < -5*time.Minute {
		return errors.New("stale")
	}
	given, err := base64.StdEncoding.DecodeString(parts[3])
	if err != nil {
		return err
	}
	mac := hmac.New(sha256.New, []byte(h.secret))
	mac.Write([]byte(parts[2] + "."))
	mac.Write(body)
	if !hmac.Equal(mac.Sum(nil), given) {
		return errors.New("mismatch")
	}
	return nil
}

func (h *handWritten) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost || r.URL.Path != "/api/v1/purchase/confirm" {
		http.NotFound(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, "the body cannot be read", http.StatusBadRequest)
		return
	}
	if err := h.verify(r.Header, body); err != nil {
		http.Error(w, "the signature is wrong", http.StatusUnauthorized)
		return
	}
	var request gameserver.ConfirmPaymentRequest
	if err := json.Unmarshal(body, &request); err != nil {
		http.Error(w, "the body is not a confirm", http.StatusBadRequest)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), 10*time.Second)
	defer cancel()
	if err := h.confirm(ctx, request); err != nil {
		http.Error(w, "it could not be confirmed", http.StatusInternalServerError)
		return
	}
	var answer gameserver.ConfirmPaymentResponse
	for _, item := range request.Items {
		answer.Results = append(answer.Results, gameserver.ConfirmPaymentResult{GUID: item.GUID, ProductID: item.ProductID})
	}
	data, err := json.Marshal(answer)
	if err != nil {
		http.Error(w, "the answer cannot be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	_, _ = w.Write(data)
}

func confirmRivals(tb testing.TB) map[string]http.Handler {
	return map[string]http.Handler{
		"hand-written": &handWritten{shopID, secret, func() time.Time { return now }, func(context.Context, gameserver.ConfirmPaymentRequest) error { return nil }},
		"sdk": newHandler(tb, fake{confirm: func(context.Context, gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			return new(gameserver.ConfirmPaymentResponse), nil
		}}),
	}
}

// confirms makes requests of different transactions, because a repeated one is answered from memory.
func confirms(from, n int) []*http.Request {
	list := make([]*http.Request, n)
	for i := range list {
		list[i] = post("/api/v1/purchase/confirm", strings.Replace(confirmBody, `"transactionId":"t"`, fmt.Sprintf(`"transactionId":"%d"`, from+i), 1))
	}
	return list
}

// BenchmarkConfirm measures the handler's part of a confirm, without the network and the game's own work.
func BenchmarkConfirm(b *testing.B) {
	handlers := confirmRivals(b)
	for _, who := range []string{"hand-written", "sdk"} {
		b.Run(who, func(b *testing.B) {
			var made int
			var ready []*http.Request
			b.ReportAllocs()
			for b.Loop() {
				if len(ready) == 0 {
					b.StopTimer()
					ready = confirms(made, 2000)
					made += len(ready)
					b.StartTimer()
				}
				w := &discard{header: http.Header{}, status: http.StatusOK}
				if handlers[who].ServeHTTP(w, ready[0]); w.status != http.StatusOK {
					b.Fatalf("HTTP %d", w.status)
				}
				ready = ready[1:]
			}
		})
	}
}

// TestConfirmAllocations checks that the handler allocates at most 20% more often than hand-written code. It also
// remembers requests, checks them and the answers by the document, and has a time limit.
func TestConfirmAllocations(t *testing.T) {
	if racing {
		t.Skip("the race detector makes pools forget")
	}
	count := func(h http.Handler) float64 {
		ready := confirms(0, 202)
		return testing.AllocsPerRun(200, func() {
			h.ServeHTTP(&discard{header: http.Header{}}, ready[0])
			ready = ready[1:]
		})
	}
	handlers := confirmRivals(t)
	hand, sdk := count(handlers["hand-written"]), count(handlers["sdk"])
	t.Logf("allocations of a confirm: hand-written %v, sdk %v", hand, sdk)
	if sdk > hand*1.2 {
		t.Errorf("a confirm allocates %v times, hand-written %v", sdk, hand)
	}
}
