package gameserver_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/stash/gameserver"
)

// TestSpellings reads one request in the spellings that protobuf JSON allows, with an unknown field.
func TestSpellings(t *testing.T) {
	want := gameserver.ConfirmPaymentRequest{
		PlayerID: "p", TransactionID: "t_1", ShopID: shopID, Environment: gameserver.PaymentEnvironmentProduction, Currency: "USD",
		DecimalPlaces: 2, Tax: 40, Total: 539, TimeMillis: 1760000000000, PaymentMethodType: gameserver.PaymentMethodTypeKlarna,
		Items:  []gameserver.PurchaseItem{{GUID: "g", ProductID: "a", Quantity: 1, Cents: 499, Metadata: map[string]string{"my_key": "my_value"}}},
		Source: gameserver.PurchaseSourceBuyNow, EmailMarketingOptIn: true,
		BonusItems: []gameserver.BonusItem{{ID: "coin", Quantity: 3}}, Loyalty: gameserver.LoyaltyState{PointsDelta: -5},
	}
	for name, body := range map[string]string{
		"usual": `{"playerId":"p","transactionId":"t_1","shopId":"` + shopID + `","environment":"PAYMENT_ENVIRONMENT_PRODUCTION","currency":"USD","decimalPlaces":2,"tax":40,"total":539,
			"timeMillis":"1760000000000","paymentMethodType":"PAYMENT_METHOD_TYPE_KLARNA","items":[{"guid":"g","productId":"a","quantity":1,"cents":499,"metadata":{"my_key":"my_value"}}],
			"source":"PURCHASE_SOURCE_BUY_NOW","emailMarketingOptIn":true,"bonusItems":[{"id":"coin","quantity":3}],"loyalty":{"pointsDelta":-5},"fromTheFuture":{"x":[1]}}`,
		"old": `{"player_id":"p","transaction_id":"t_1","shop_id":"` + shopID + `","environment":2,"currency":"USD","decimal_places":"2","tax":"40","total":"539",
			"time_millis":1760000000000,"payment_method_type":5,"items":[{"guid":"g","product_id":"a","quantity":"1","cents":"499","metadata":{"my_key":"my_value"}}],
			"source":3,"email_marketing_opt_in":true,"bonus_items":[{"id":"coin","quantity":"3"}],"loyalty":{"points_delta":-5},"from_the_future":7}`,
	} {
		var got gameserver.ConfirmPaymentRequest
		h := newHandler(t, fake{confirm: func(_ context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			got = r
			return gameserver.Confirmed(r), nil
		}})
		expect(t, h, post("/api/v1/purchase/confirm", body), 200, `{"results":[{"guid":"g","productId":"a"}]}`)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read\n\t%+v\nwant\n\t%+v", name, got, want)
		}
	}
}

// TestUnknownEnumValue keeps values that a newer Stash may send.
func TestUnknownEnumValue(t *testing.T) {
	for sent, want := range map[string]gameserver.PurchaseSource{`"PURCHASE_SOURCE_KIOSK"`: "PURCHASE_SOURCE_KIOSK", `99`: "99"} {
		h := newHandler(t, fake{register: func(_ context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
			if r.Source != want {
				t.Errorf("read %q, want %q", r.Source, want)
			}
			return gameserver.Registered(r), nil
		}})
		expect(t, h, post("/api/v1/purchase/register", `{"source":`+sent+`,`+registerBody[1:]), 200, steps["register"].answers["success"][4:])
	}
}

func TestQuery(t *testing.T) {
	for _, query := range []string{"playerId=p-1&environment=PAYMENT_ENVIRONMENT_TEST&shopId=" + shopID, "player_id=p-1&environment=1", "playerId=p-1&environment=1&fromTheFuture=1"} {
		h := newHandler(t, fake{player: func(_ context.Context, r gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error) {
			if r.PlayerID != "p-1" || r.Environment != gameserver.PaymentEnvironmentTest {
				t.Errorf("%s was read as %+v", query, r)
			}
			return &gameserver.GetPlayerResponse{Player: gameserver.Player{Name: "Robin"}}, nil
		}})
		expect(t, h, get("/api/v1/player?"+query), 200, `{"player":{"name":"Robin","playerId":"p-1"}}`)
	}
	h := newHandler(t, fake{player: func(context.Context, gameserver.GetPlayerParams) (*gameserver.GetPlayerResponse, error) {
		return nil, nil
	}})
	expect(t, h, get("/api/v1/player?playerId=nobody"), 404, `{"code":5,"message":"not found"}`)
	expect(t, h, get("/api/v1/player"), 400, `{"code":3,"message":"playerId is empty; it must be set"}`)
	expect(t, h, get("/api/v1/catalog/offer?guid=g&productId=p"), 501, `{"code":12,"message":"this game server does not implement the call"}`)
	expect(t, h, get("/api/v1/purchase/confirm"), 405, `{"code":12,"message":"ConfirmPayment is called with POST"}`)
	expect(t, h, get("/elsewhere"), 404, `{"code":5,"message":"no call of Stash has this path"}`)
}

func TestWriting(t *testing.T) {
	server := behaving(behaviours["success"])
	expect(t, newHandler(t, server, gameserver.WithNumericEnums()), post("/api/v1/purchase/cancel", cancelBody), 200, `{"status":1}`)
	expect(t, newHandler(t, server, gameserver.WithPath(gameserver.CancelPayment, "/undo")), post("/undo", cancelBody), 200, cancelled("SUCCESS_CANCELLED", "")[4:])
}

// TestPartialAnswers checks the result of answers that leave items out.
func TestPartialAnswers(t *testing.T) {
	ok := gameserver.PurchaseRegistrationStatusSuccessRegistered
	for name, c := range map[string]struct {
		statuses []gameserver.OfferStatus
		want     string
	}{
		"none": {nil, `{"statuses":[{"guid":"g1","message":"the game server gave this item no status","productId":"a","status":"PURCHASE_REGISTRATION_STATUS_FAILED_PURCHASE_LOCKED"},{"guid":"g2","message":"the game server gave this item no status","productId":"b","status":"PURCHASE_REGISTRATION_STATUS_FAILED_PURCHASE_LOCKED"}]}`},
		"one, by SKU, and a stranger": {
			[]gameserver.OfferStatus{{ProductID: "x", Status: ok}, {ProductID: "b", Status: ok}},
			`{"statuses":[{"guid":"g1","message":"the game server gave this item no status","productId":"a","status":"PURCHASE_REGISTRATION_STATUS_FAILED_PURCHASE_LOCKED"},{"guid":"g2","productId":"b","status":"PURCHASE_REGISTRATION_STATUS_SUCCESS_REGISTERED"}]}`,
		},
		"no status, and a made-up one": {
			[]gameserver.OfferStatus{{GUID: "G1"}, {GUID: "g2", Status: "FINE"}},
			`{"statuses":[{"guid":"g1","productId":"a","status":"PURCHASE_REGISTRATION_STATUS_FAILED_PURCHASE_LOCKED"},{"guid":"g2","productId":"b","status":"PURCHASE_REGISTRATION_STATUS_FAILED_PURCHASE_LOCKED"}]}`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHandler(t, fake{register: func(context.Context, gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
				return &gameserver.RegisterPaymentResponse{Statuses: c.statuses}, nil
			}})
			expect(t, h, post("/api/v1/purchase/register", registerBody), 200, c.want)
		})
	}
	for name, c := range map[string]struct {
		answer *gameserver.ConfirmPaymentResponse
		want   int
	}{
		"nothing": {nil, 500}, "all": {&gameserver.ConfirmPaymentResponse{}, 200},
		"one of two": {&gameserver.ConfirmPaymentResponse{Results: []gameserver.ConfirmPaymentResult{{GUID: "g1"}}}, 500},
		"both":       {&gameserver.ConfirmPaymentResponse{Results: []gameserver.ConfirmPaymentResult{{GUID: "g2"}, {ProductID: "a"}}}, 200},
	} {
		h := newHandler(t, fake{confirm: func(context.Context, gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			return c.answer, nil
		}})
		if status, body := answer(t, h, post("/api/v1/purchase/confirm", confirmBody)); status != c.want {
			t.Errorf("confirm with %s was answered with %d %s", name, status, body)
		}
	}
}

// TestErrors checks the answer for each error.
func TestErrors(t *testing.T) {
	for _, c := range []struct {
		err                       error
		register, confirm, cancel string
	}{
		{gameserver.Decline(gameserver.PurchaseRegistrationStatusFailedInvalidPrice, "it costs more"), statuses("FAILED_INVALID_PRICE", `"message":"it costs more",`), "400", "200"},
		{gameserver.Decline(gameserver.PurchaseRegistrationStatusSuccessRegistered, "well"), statuses("FAILED_PURCHASE_LOCKED", `"message":"well",`), "400", "200"},
		{gameserver.Refuse(422, "no room"), statuses("FAILED_PURCHASE_LOCKED", `"message":"no room",`), `422 {"code":3,"message":"no room"}`, cancelled("FAILED_TRANSACTION_NOT_FOUND", `"message":"no room",`)},
		{gameserver.Refuse(200, "odd"), "200", `500 {"code":13,"message":"odd"}`, "200"},
		{gameserver.ErrTransactionNotFound, "200", `404 {"code":5,"message":"the transaction was never registered"}`, cancelled("FAILED_TRANSACTION_NOT_FOUND", `"message":"the transaction was never registered",`)},
		{gameserver.ErrAlreadyCancelled, "200", `409 {"code":9,"message":"the transaction is cancelled"}`, cancelled("FAILED_ALREADY_CANCELLED", `"message":"the transaction is cancelled",`)},
		{gameserver.ErrAlreadyCompleted, "200", `409 {"code":9,"message":"the transaction is completed"}`, cancelled("FAILED_ALREADY_COMPLETED", `"message":"the transaction is completed",`)},
		{gameserver.ErrUnimplemented, statuses("FAILED_PURCHASE_LOCKED", `"message":"this game server does not implement the call",`), `501 {"code":12,"message":"this game server does not implement the call"}`, "200"},
	} {
		h := newHandler(t, behaving(func(context.Context) error { return c.err }))
		for call, want := range map[string]string{"register": c.register, "confirm": c.confirm, "cancel": c.cancel} {
			status, body := answer(t, h, post(steps[call].path, steps[call].body))
			if got := fmtAnswer(status, body); got != want && got[:3] != want {
				t.Errorf("%s with %v answered\n\t%s\nwant\n\t%s", call, c.err, got, want)
			}
		}
	}
}

// TestConfirmNamesEveryItem checks results for two items of one SKU: one result is for one item.
func TestConfirmNamesEveryItem(t *testing.T) {
	body := strings.NewReplacer(`"productId":"a"`, `"productId":"Gem"`, `"productId":"b"`, `"productId":"Gem"`).Replace(confirmBody)
	for name, c := range map[string]struct {
		results []gameserver.ConfirmPaymentResult
		want    int
	}{
		"one SKU":               {[]gameserver.ConfirmPaymentResult{{ProductID: "Gem"}}, 500},
		"one GUID twice":        {[]gameserver.ConfirmPaymentResult{{GUID: "g1"}, {GUID: "g1", ProductID: "Gem"}}, 500},
		"the SKU twice":         {[]gameserver.ConfirmPaymentResult{{ProductID: "Gem"}, {ProductID: "Gem"}}, 200},
		"a SKU before a GUID":   {[]gameserver.ConfirmPaymentResult{{ProductID: "Gem"}, {GUID: "g1"}}, 200},
		"another case":          {[]gameserver.ConfirmPaymentResult{{ProductID: "gem"}, {GUID: "G2", ProductID: "gem"}}, 200},
		"a GUID of another SKU": {[]gameserver.ConfirmPaymentResult{{ProductID: "Gem"}, {GUID: "g2", ProductID: "gold"}}, 500},
	} {
		h := newHandler(t, fake{confirm: func(context.Context, gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			return &gameserver.ConfirmPaymentResponse{Results: c.results}, nil
		}})
		if status, got := answer(t, h, post("/api/v1/purchase/confirm", body)); status != c.want {
			t.Errorf("%s: answered with %d %s, want %d", name, status, got, c.want)
		}
	}
}

// TestServerMayKeepTheRequest lets a server change and sort its items: the answer still has Stash's names and order.
func TestServerMayKeepTheRequest(t *testing.T) {
	respell := func(items []gameserver.PurchaseItem) {
		for i := range items {
			items[i].ProductID = strings.ToLower(items[i].ProductID)
		}
		slices.Reverse(items)
	}
	h := newHandler(t, fake{
		register: func(_ context.Context, r gameserver.RegisterPaymentRequest) (*gameserver.RegisterPaymentResponse, error) {
			respell(r.Registrations)
			return gameserver.Registered(r), nil
		},
		confirm: func(_ context.Context, r gameserver.ConfirmPaymentRequest) (*gameserver.ConfirmPaymentResponse, error) {
			respell(r.Items)
			return gameserver.Confirmed(r), nil
		},
	})
	for _, call := range []string{"register", "confirm"} {
		upper := strings.NewReplacer(`"productId":"a"`, `"productId":"A"`, `"productId":"b"`, `"productId":"B"`)
		expect(t, h, post(steps[call].path, upper.Replace(steps[call].body)), 200, upper.Replace(steps[call].answers["success"][4:]))
	}
}
