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
// Options are applied after the variables. An error names the variable that is missing or wrong.
func NewFromEnv(opts ...Option) (*Client, error) {
	credential, err := credentialFromEnv()
	if err != nil {
		return nil, err
	}
	var fromEnv []Option
	if environment := os.Getenv("STASH_ENVIRONMENT"); environment != "" {
		fromEnv = append(fromEnv, WithEnvironment(Environment(environment)))
	}
	if url := os.Getenv("STASH_BASE_URL"); url != "" {
		fromEnv = append(fromEnv, WithBaseURL(url))
	}
	if handle := os.Getenv("STASH_SHOP_HANDLE"); handle != "" {
		fromEnv = append(fromEnv, WithShopHandle(handle))
	}
	client, err := New(credential, append(fromEnv, opts...)...)
	if errors.Is(err, errNoEnvironment) {
		return nil, missing("STASH_ENVIRONMENT", `"test" or "production"; or STASH_BASE_URL to an address`)
	}
	if err != nil {
		return nil, fmt.Errorf("stash.NewFromEnv: %w", err)
	}
	return client, nil
}

func credentialFromEnv() (Credential, error) {
	key, shopID, hmacSecret := os.Getenv("STASH_API_KEY"), os.Getenv("STASH_SHOP_ID"), os.Getenv("STASH_HMAC_SECRET")
	switch {
	case key != "" && hmacSecret != "":
		return Credential{}, errors.New("stash.NewFromEnv: STASH_API_KEY and STASH_HMAC_SECRET are both set; unset one of them")
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
	return fmt.Errorf("stash.NewFromEnv: the environment variable %s is missing; set it to %s", variable, what)
}
