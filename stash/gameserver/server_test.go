package gameserver_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
	"github.com/stash-sdk/stash-go/stash/gameserver"
)

const (
	shopID = "11111111-2222-4333-8444-555555555555"
	secret = "fake-game-server-secret"
)

var now = time.UnixMilli(1_760_000_000_000)

// fake is a game server whose calls are functions.
type fake struct {
	gameserver.UnimplementedServer
	catalog  func(context.Context, gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error)
	player   func(context.Context, gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error)
	register func(context.Context, gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error)
	confirm  func(context.Context, gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error)
	cancel   func(context.Context, gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error)
}

func (f fake) GetCatalog(ctx context.Context, r gameserver.GetCatalogParams) (*gameserver.GetCatalogResponse, error) {
	return f.catalog(ctx, r)
}

func (f fake) GetPlayer(ctx context.Context, r gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error) {
	return f.player(ctx, r)
}

func (f fake) RegisterPayment(ctx context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
	return f.register(ctx, r)
}

func (f fake) ConfirmPayment(ctx context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
	return f.confirm(ctx, r)
}

func (f fake) CancelPayment(ctx context.Context, r gameserver.CancelPaymentRequest) (*gameserver.CancelPaymentResponse, error) {
	return f.cancel(ctx, r)
}

func newHandler(t testing.TB, server gameserver.Server, opts ...gameserver.Option) *gameserver.Handler {
	t.Helper()
	usual := []gameserver.Option{
		gameserver.WithClock(func() time.Time { return now }),
		gameserver.WithLogger(slog.New(slog.DiscardHandler)),
	}
	h, err := gameserver.NewHandler(server, shopID, []string{secret}, append(usual, opts...)...)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// sign signs a request as Stash would.
func sign(r *http.Request, body, key, shop string, at time.Time) *http.Request {
	r.Header.Set("x-stash-hmac-signature", signature.NewKey([]byte(key)).Header(shop, at.UnixMilli(), []byte(body)))
	return r
}

func post(path, body string) *http.Request {
	return sign(httptest.NewRequest("POST", path, strings.NewReader(body)), body, secret, shopID, now)
}

func get(path string) *http.Request {
	return sign(httptest.NewRequest("GET", path, nil), "", secret, shopID, now)
}

func answer(t testing.TB, h http.Handler, r *http.Request) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Get("Content-Type"); got != "application/json" {
		t.Errorf("%s %s: the content type is %q", r.Method, r.URL.Path, got)
	}
	if strings.Contains(string(body), secret) {
		t.Errorf("%s %s: the answer shows the secret", r.Method, r.URL.Path)
	}
	return w.Code, string(body)
}

func fmtAnswer(status int, body string) string { return strconv.Itoa(status) + " " + body }

func expect(t testing.TB, h http.Handler, r *http.Request, status int, body string) {
	t.Helper()
	if gotStatus, got := answer(t, h, r); gotStatus != status || got != body {
		t.Errorf("%s %s answered\n\t%d %s\nwant\n\t%d %s", r.Method, r.URL, gotStatus, got, status, body)
	}
}
