package server

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// call is a valid request.
type call struct {
	*contract.Exchange
	query  url.Values
	body   []byte
	player string // the player who calls; empty when the shop itself calls
}

// handler answers a call from the server's state.
type handler func(s *Server, c *call) (any, *status)

// handlers are the operations with state. Other operations return the document's example, so that a new operation in the
// document needs no line here.
var handlers = map[string]handler{
	"GenerateQuickPayUrl":       generateQuickPayURL,
	"GenerateClientQuickPayUrl": generateClientQuickPayURL,
	"GenerateAddToCartUrl":      generateAddToCartURL,
	"GetPaymentEvent":           getPaymentEvent,
	"CreateCheckoutLink":        createCheckoutLink,
	"GetCheckoutOrder":          getCheckoutOrder,
	"GenerateCheckoutLink":      generateCheckoutLink,
	"CallEndpoint":              callEndpoint,

	"GenerateAuthenticatedUrl": generateAuthenticatedURL,
	"GenerateLoyaltyUrl":       generateLoyaltyURL,
	"LogoutUser":               logoutUser,
	"Link":                     linkAccount,
	"LinkAppleGameCenter":      linkAccount,
	"LinkGooglePlay":           linkAccount,
	"ApproveWithJwt":           approveSignIn,
	"ApproveAppleGameCenter":   approveSignIn,
	"ApproveGooglePlay":        approveSignIn,
	"ApproveFacebook":          approveSignIn,
	"SaveTokens":               saveTokens,
	"GetUserPreferences":       getUserPreferences,
	"SetUserPreferences":       setUserPreferences,

	"ListPlans":                            listPlans,
	"GetPlan":                              getPlan,
	"GetPlanByCode":                        getPlanByCode,
	"CreateSubscriptionCheckoutLink":       createSubscriptionCheckoutLink,
	"CreateSubscriptionChangeCheckoutLink": createSubscriptionChangeCheckoutLink,
	"ListSubscriptions":                    listSubscriptions,
	"GetSubscription":                      getSubscription,
	"CancelSubscription":                   cancelSubscription,
	"ReactivateSubscription":               reactivateSubscription,
	"GetPaymentsBySubscriptionId":          getPaymentsBySubscriptionID,

	"ListProducts":     listProducts,
	"GetProduct":       getProduct,
	"ConvertPrices":    convertPrices,
	"GetPrices":        getPrices,
	"GetLoyalty":       getLoyalty,
	"GetPlayerLoyalty": getPlayerLoyalty,
}

// read decodes the body of a call.
func read[T any](c *call) (*T, *status) {
	body := new(T)
	if err := json.Unmarshal(c.body, body); err != nil {
		return nil, unreadable(err)
	}
	return body, nil
}

// unreadable is the response to a body that cannot be decoded. It names JSON's types, because callers do not know the Go
// types.
func unreadable(err error) *status {
	kind := (*json.UnmarshalTypeError)(nil)
	if !errors.As(err, &kind) {
		return failure(http.StatusBadRequest, codeInvalidArgument, "the body cannot be read: "+err.Error())
	}
	wanted := "must be a number that fits"
	switch kind.Type.Kind() {
	case reflect.Map, reflect.Struct:
		wanted = "must be an object"
	case reflect.Slice, reflect.Array:
		wanted = "must be an array"
	case reflect.String:
		wanted = "must be a string"
	case reflect.Bool:
		wanted = "must be true or false"
	}
	if kind.Field == "" {
		return failure(http.StatusBadRequest, codeInvalidArgument, "the body "+wanted)
	}
	return invalid(kind.Field, wanted)
}

func exampleOf(_ *Server, c *call) (any, *status) {
	example, err := c.Example()
	if err != nil {
		return nil, failure(http.StatusNotImplemented, codeUnimplemented, err.Error())
	}
	return example, nil
}
