package stash

import (
	"errors"
	"fmt"
	"os"
)

// NewFromEnv makes a client from environment variables:
//
//	STASH_SHOP_ID, STASH_HMAC_SECRET   the credential, for [HMAC]
//	STASH_API_KEY                      the credential, for [APIKey]; set this or the two above
//	STASH_ENVIRONMENT                  production or test
//	STASH_BASE_URL                     another address; overrides STASH_ENVIRONMENT
//	STASH_SHOP_HANDLE                  optional; the shop that [Client.Call] names
//
// Options are applied after the variables. An error names the variable that is missing or wrong. [NewFromLookup] reads the
// same variables from elsewhere.
func NewFromEnv(opts ...Option) (*Client, error) {
	return variables{"stash.NewFromEnv", os.LookupEnv}.client(opts)
}

// NewFromLookup makes a client from the variables of [NewFromEnv], which it asks of a function: for a host that gives a
// program its settings in a map, such as Nakama, or for a secret store. lookup returns false if there is no such variable. It
// is called before NewFromLookup returns, and not later; for a secret that changes, see [CredentialFunc].
func NewFromLookup(lookup func(name string) (string, bool), opts ...Option) (*Client, error) {
	if lookup == nil {
		return nil, errors.New("stash.NewFromLookup: the function is nil; give one such as os.LookupEnv")
	}
	return variables{"stash.NewFromLookup", lookup}.client(opts)
}

// variables are where a client's settings come from.
type variables struct {
	function string // that reads them, for errors
	lookup   func(name string) (string, bool)
}

func (v variables) client(opts []Option) (*Client, error) {
	credential, err := v.credential()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", v.function, err)
	}
	var found []Option
	if environment := v.get("STASH_ENVIRONMENT"); environment != "" {
		found = append(found, WithEnvironment(Environment(environment)))
	}
	if url := v.get("STASH_BASE_URL"); url != "" {
		found = append(found, WithBaseURL(url))
	}
	if handle := v.get("STASH_SHOP_HANDLE"); handle != "" {
		found = append(found, WithShopHandle(handle))
	}
	client, err := New(credential, append(found, opts...)...)
	if errors.Is(err, errNoEnvironment) {
		err = missing("STASH_ENVIRONMENT", `"test" or "production"; or STASH_BASE_URL to an address`)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", v.function, err)
	}
	return client, nil
}

// get returns a variable. An empty one counts as missing.
func (v variables) get(name string) string {
	value, _ := v.lookup(name)
	return value
}

func (v variables) credential() (Credential, error) {
	key, shopID, hmacSecret := v.get("STASH_API_KEY"), v.get("STASH_SHOP_ID"), v.get("STASH_HMAC_SECRET")
	switch {
	case key != "" && hmacSecret != "":
		return Credential{}, errors.New("STASH_API_KEY and STASH_HMAC_SECRET are both set; unset one of them")
	case key != "":
		return APIKey(key), nil
	case hmacSecret != "" && shopID != "":
		return HMAC(shopID, hmacSecret), nil
	case hmacSecret != "":
		return Credential{}, missing("STASH_SHOP_ID", "the shop's id, a UUID")
	case shopID != "":
		return Credential{}, missing("STASH_HMAC_SECRET", "the project's ingress secret")
	}
	return Credential{}, missing("STASH_API_KEY", "the project's API key; or STASH_SHOP_ID and STASH_HMAC_SECRET to sign with HMAC")
}

func missing(variable, what string) error {
	return fmt.Errorf("the variable %s is missing; set it to %s", variable, what)
}
