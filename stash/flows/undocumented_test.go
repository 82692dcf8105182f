package flows_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/stash-sdk/stash-go/stash"
)

// giftCheckout makes a checkout whose items another player gets. The fields giftFor and gift are invented for this example:
// they stand for fields that Stash has and the document lacks.
func giftCheckout(ctx context.Context, client *stash.Client, orderID, player, friend string) (link, gift string, err error) {
	var response stash.Response
	made, err := client.GenerateQuickPayURL(ctx, stash.GenerateQuickPayURLRequest{
		Item:          stash.QuickPayItem{ID: "gem-pack-500", Name: "500 gems", PricePerItem: "4.99", Quantity: 1},
		User:          stash.QuickPayUser{ID: player},
		TransactionID: orderID,
	}, stash.WithExtra("giftFor", map[string]string{"id": friend}), stash.WithResponse(&response))
	if err != nil {
		return "", "", err
	}
	var more struct{ Gift struct{ ID string } }
	err = json.Unmarshal(response.Body, &more)
	return made.ID, more.Gift.ID, err // the link counts, whatever the gift is
}

// giftState asks an operation that the document lacks.
func giftState(ctx context.Context, client *stash.Client, gift string) (string, error) {
	var answer struct{ State string }
	err := client.Do(ctx, http.MethodGet, "/sdk/server/gifts/"+url.PathEscape(gift), nil, &answer)
	return answer.State, err
}

// paymentState names a status that the document lacks, because an unknown value is kept as it came. It is not paid.
func paymentState(ctx context.Context, client *stash.Client, link string) (string, error) {
	event, err := client.GetPaymentEvent(ctx, link)
	switch {
	case err != nil:
		return "", err
	case event.Status == "PAYMENT_STATUS_WAITING_FOR_FRIEND":
		return "the friend has not accepted yet", nil
	}
	return fmt.Sprintf("paid: %t", event.Status.Paid()), nil
}

// A server that knows more than the document. The emulator knows the document only, and refuses other fields.
func Example_undocumented() {
	answers := http.NewServeMux()
	on := func(route, reply string) {
		answers.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			fmt.Printf("%s%s\n", r.URL, body)
			w.Header().Set("Content-Type", "application/json")
			fmt.Fprint(w, reply)
		})
	}
	on("POST /sdk/server/checkout_links/generate_quick_pay_url", `{"id":"link-1","url":"https://pay.example.com/link-1","gift":{"id":"gift/1"}}`)
	on("GET /sdk/server/gifts/{id}", `{"state":"wrapped"}`)
	on("GET /sdk/server/payment/link-1", `{"status":"PAYMENT_STATUS_WAITING_FOR_FRIEND"}`)
	client, err := stash.New(stash.APIKey("fake-key"), stash.WithBaseURL(serve(answers, nil)))
	check(err)
	ctx := context.Background()

	link, gift, err := giftCheckout(ctx, client, "order-000123", "player-1001", "player-1002")
	fmt.Println(link, gift, err)
	fmt.Println(giftState(ctx, client, gift))
	fmt.Println(paymentState(ctx, client, link))
	// Output:
	// /sdk/server/checkout_links/generate_quick_pay_url{"item":{"id":"gem-pack-500","name":"500 gems","pricePerItem":"4.99","quantity":1},"transactionId":"order-000123","user":{"id":"player-1001"},"giftFor":{"id":"player-1002"}}
	// link-1 gift/1 <nil>
	// /sdk/server/gifts/gift%2F1
	// wrapped <nil>
	// /sdk/server/payment/link-1
	// the friend has not accepted yet <nil>
}
