package integration

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/api"
	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/stash/gameserver"
	"github.com/stash-sdk/stash-go/stash/stashtest"
	"github.com/stash-sdk/stash-go/stash/webhook"
)

// exampleGame answers with the document's examples, and takes every purchase.
type exampleGame struct {
	gameserver.UnimplementedServer
	document *contract.Contract
	broken   atomic.Bool // leaves out what an answer must have
}

// example decodes the example of an operation's answer.
func example[T any, P interface {
	*T
	Decode([]byte) error
}](g *exampleGame, operation string) (P, error) {
	text, err := g.document.Operation(operation).Example()
	if err != nil {
		return nil, err
	}
	answer := P(new(T))
	return answer, answer.Decode(text)
}

func (g *exampleGame) GetCatalog(context.Context, gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
	return example[gameserver.GetCatalogResponse](g, "GetCatalog")
}

func (g *exampleGame) GetOfferDetails(context.Context, gameserver.GetOfferDetailsParams) (*gameserver.GetOfferDetailsResponse, error) {
	return example[gameserver.GetOfferDetailsResponse](g, "GetOfferDetails")
}

func (g *exampleGame) GetPlayer(context.Context, gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error) {
	answer, err := example[gameserver.GetPlayerResponse](g, "GetPlayer")
	if err == nil && g.broken.Load() {
		answer.Player.Language = "english"
	}
	return answer, err
}

func (g *exampleGame) RegisterPayment(_ context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
	return gameserver.Registered(r), nil
}

func (g *exampleGame) ConfirmPayment(_ context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	return gameserver.Confirmed(r), nil
}

func (g *exampleGame) CancelPayment(context.Context, gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
	return gameserver.Cancelled(), nil
}

// TestPrismJudgesTheGameServer puts Prism between the emulator and the SDK's game server.
func TestPrismJudgesTheGameServer(t *testing.T) {
	const secret = "fake-game-server-secret"
	document, err := contract.Load(api.GameServer)
	if err != nil {
		t.Fatal(err)
	}
	// Signatures of one millisecond are equal, and the handler would take the second call for a copy.
	var ticks atomic.Int64
	clock := func() time.Time { return time.Now().Add(time.Duration(ticks.Add(1)) * time.Millisecond) }
	srv := stashtest.New(t, stashtest.WithClock(clock))
	game := &exampleGame{document: document}
	handler, err := gameserver.NewHandler(game, srv.ShopID, []string{secret}, gameserver.WithoutValidation(), gameserver.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	host := httptest.NewServer(handler)
	t.Cleanup(host.Close)
	stash := srv.ConnectGameServer(prism(t, "proxy", "--errors", absolute(t, "../../api/gameserver.yaml"), host.URL), secret)

	ctx := t.Context()
	gems := gameserver.PurchaseItem{ProductID: "gems", Quantity: 1}
	for name, call := range map[string]func() error{
		"catalog": func() error { _, err := stash.Catalog(ctx, gameserver.GetCatalogParams{}); return err },
		"offer details": func() error {
			_, err := stash.OfferDetails(ctx, gameserver.GetOfferDetailsParams{ProductID: "gems", GUID: "0f0d4a52-4a3f-4b3e-8b7e-0d8f3a2b1c01"})
			return err
		},
		"player": func() error { _, err := stash.Player(ctx, "player-1001"); return err },
		"purchase": func() error {
			_, err := stash.Buy(ctx, "player-1001", gems)
			return err
		},
		"cancelled purchase": func() error {
			p := stash.NewPurchase("player-1001", gems)
			if err := stash.RegisterPurchase(ctx, p); err != nil {
				return err
			}
			_, err := stash.CancelPurchase(ctx, p)
			return err
		},
	} {
		if err := call(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	game.broken.Store(true)
	if _, err := stash.Player(ctx, "player-1001"); err == nil || !strings.Contains(err.Error(), "application/problem+json") {
		t.Errorf("Prism does not notice an answer that breaks the document: %v", err)
	}
}

// TestPrismJudgesEveryEvent puts Prism between the emulator and the SDK's webhook receiver.
func TestPrismJudgesEveryEvent(t *testing.T) {
	document, err := contract.Load(api.Webhooks)
	if err != nil {
		t.Fatal(err)
	}
	srv := stashtest.New(t)
	received := map[webhook.EventType]bool{}
	handler, err := webhook.NewHandler([]string{srv.WebhookSecret}, func(_ context.Context, e *webhook.Event) error {
		received[e.Type] = true
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	host := httptest.NewServer(http.StripPrefix("/webhook", handler))
	t.Cleanup(host.Close)
	url := prism(t, "proxy", "--errors", absolute(t, "../../api/webhooks.yaml"), host.URL) + "/webhook"
	examples := document.Operation("ReceiveEvent").Spec.RequestBody.Value.Content.Get("application/json").Examples
	for name, each := range examples {
		body, err := json.Marshal(each.Value.Value)
		if err != nil {
			t.Fatal(err)
		}
		if sent, err := srv.Deliver(t.Context(), url, body, stashtest.Attempts(1)); err != nil || !sent.Delivered {
			t.Errorf("%s: %v, %+v", name, err, sent)
		}
	}
	if len(received) < 14 {
		t.Errorf("%d types of event were received, and the document has 14", len(received))
	}
	if answer := refusal(t, url, `{"type":"PURCHASE_SUCCEEDED"}`); !strings.Contains(answer, "UNPROCESSABLE_ENTITY") {
		t.Errorf("Prism does not notice an event without its payload: %s", answer)
	}
}
