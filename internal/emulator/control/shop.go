package control

import (
	"net/http"
	"net/url"
	"time"

	"github.com/stash-sdk/stash-go/internal/emulator/deliver"
	"github.com/stash-sdk/stash-go/internal/emulator/shop"
	"github.com/stash-sdk/stash-go/internal/emulator/subscription"
)

func (c *Control) pay(r *http.Request) (any, error) { return done, c.Games.Pay(r.PathValue("id")) }

func (c *Control) decline(r *http.Request) (any, error) {
	return done, c.Games.Decline(r.Context(), r.PathValue("id"))
}

func (c *Control) refund(r *http.Request) (any, error) {
	var body struct {
		Items []struct {
			ID       string `json:"id"`
			Quantity int32  `json:"quantity"`
		} `json:"items"`
	}
	if err := read(r, &body); err != nil {
		return nil, err
	}
	var items []shop.RefundItem
	for _, each := range body.Items {
		items = append(items, shop.RefundItem(each))
	}
	return done, c.Shop.Refund(r.PathValue("id"), items, func(*shop.Checkout) error { return nil })
}

func (c *Control) completeLink(r *http.Request) (any, error) {
	return done, c.Shop.CompleteLink(r.PathValue("id"))
}

func (c *Control) renew(r *http.Request) (any, error) {
	return done, c.Shop.Act("Renew", r.PathValue("id"), (*subscription.Subscription).Renew)
}

func (c *Control) failRenewal(r *http.Request) (any, error) {
	return done, c.Shop.Act("FailRenewal", r.PathValue("id"), (*subscription.Subscription).FailRenewal)
}

func (c *Control) expire(r *http.Request) (any, error) {
	return done, c.Shop.Act("Expire", r.PathValue("id"), (*subscription.Subscription).Expire)
}

func (c *Control) issueCode(*http.Request) (any, error) {
	return map[string]string{"code": c.Shop.IssueCode()}, nil
}

func (c *Control) issueToken(r *http.Request) (any, error) {
	var body struct {
		PlayerID string `json:"playerId"`
	}
	if err := read(r, &body); err != nil {
		return nil, err
	}
	if body.PlayerID == "" {
		return nil, bad(`the playerId is missing; give {"playerId":"player-1001"}`)
	}
	return map[string]string{"token": c.Shop.IssueToken(body.PlayerID)}, nil
}

func (c *Control) setWebhook(r *http.Request) (any, error) {
	var body struct {
		URL *string `json:"url"`
	}
	if err := read(r, &body); err != nil {
		return nil, err
	}
	if body.URL == nil {
		return nil, bad(`the url is missing; give {"url":"http://127.0.0.1:8080/stash/webhook"}, or an empty one to stop`)
	}
	if u, err := url.Parse(*body.URL); *body.URL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		return nil, bad("the url is not a URL; give one such as http://127.0.0.1:8080/stash/webhook")
	}
	c.Deliveries.Send(*body.URL, deliver.NewPlan())
	return done, nil
}

func (c *Control) retry(r *http.Request) (any, error) {
	return done, c.Deliveries.RetryNow(r.PathValue("id"))
}

func (c *Control) redeliver(r *http.Request) (any, error) {
	return done, c.Deliveries.Redeliver(r.PathValue("id"), func(*deliver.Plan) {})
}

func (c *Control) reset(*http.Request) (any, error) {
	c.Calls.ClearFaults()
	return done, c.Reset()
}

func (c *Control) stop(*http.Request) (any, error) {
	c.Stop()
	return done, nil
}

// shown is the most entries of each list of the state.
const shown = 200

type checkoutState struct {
	ID       string    `json:"id"`
	Player   string    `json:"player,omitempty"`
	Total    string    `json:"total"`
	Currency string    `json:"currency"`
	PaidAt   time.Time `json:"paidAt,omitzero"`
}

type subscriptionState struct {
	ID               string    `json:"id"`
	Player           string    `json:"player"`
	Plan             string    `json:"plan"`
	Status           string    `json:"status"`
	CurrentPeriodEnd time.Time `json:"currentPeriodEnd,omitzero"`
	Payments         int       `json:"payments"`
}

type webhookState struct {
	ID         string    `json:"id"`
	Type       string    `json:"type"`
	Delivered  bool      `json:"delivered"`
	Ended      bool      `json:"ended"`
	Attempts   int       `json:"attempts"`
	LastStatus int       `json:"lastStatus,omitempty"`
	Next       time.Time `json:"next,omitzero"`
}

func (c *Control) state(*http.Request) (any, error) {
	state := struct {
		Now           time.Time           `json:"now"`
		Calls         int                 `json:"calls"`
		Webhook       string              `json:"webhook"`
		Checkouts     []checkoutState     `json:"checkouts"`
		Subscriptions []subscriptionState `json:"subscriptions"`
		Webhooks      []webhookState      `json:"webhooks"`
	}{c.Now().UTC(), c.Calls.Received(), c.Deliveries.Receiver(), []checkoutState{}, []subscriptionState{}, []webhookState{}}
	checkouts, _ := c.Shop.Checkouts(shown)
	for _, each := range newest(checkouts) {
		state.Checkouts = append(state.Checkouts, checkoutState{each.ID, each.Player, each.Total, each.Currency, each.Paid})
	}
	subscriptions, _ := c.Shop.NewestSubscriptions(shown)
	for _, each := range newest(subscriptions) {
		state.Subscriptions = append(state.Subscriptions, subscriptionState{
			each.ID, each.ExternalAccountID, each.Plan, string(each.Status), each.CurrentPeriodEnd, len(each.Payments),
		})
	}
	for _, each := range c.Deliveries.Newest(shown) {
		last := 0
		if n := len(each.Attempts); n > 0 {
			last = each.Attempts[n-1].Status
		}
		state.Webhooks = append(state.Webhooks, webhookState{each.ID, each.Type, each.Delivered, each.Ended, len(each.Attempts), last, each.Next})
	}
	return state, nil
}
