package stash

import (
	"fmt"
	"os"
)

// NewFromEnv makes a client from the environment: the credential from STASH_API_KEY, the host from
// STASH_ENVIRONMENT (production or test) or STASH_BASE_URL, which wins, and Call's shop from STASH_SHOP_HANDLE,
// which may be missing. Options are applied after these.
func NewFromEnv(opts ...Option) (*Client, error) {
	key := os.Getenv("STASH_API_KEY")
	if key == "" {
		return nil, missing("STASH_API_KEY", "the project's API key")
	}
	var fromEnv []Option
	environment, url := os.Getenv("STASH_ENVIRONMENT"), os.Getenv("STASH_BASE_URL")
	if environment == "" && url == "" {
		return nil, missing("STASH_ENVIRONMENT", `"test" or "production"; or STASH_BASE_URL to an address`)
	}
	if environment != "" {
		fromEnv = append(fromEnv, WithEnvironment(Environment(environment)))
	}
	if url != "" {
		fromEnv = append(fromEnv, WithBaseURL(url))
	}
	if handle := os.Getenv("STASH_SHOP_HANDLE"); handle != "" {
		fromEnv = append(fromEnv, WithShopHandle(handle))
	}
	client, err := New(APIKey(key), append(fromEnv, opts...)...)
	if err != nil {
		return nil, fmt.Errorf("stash.NewFromEnv: %w", err)
	}
	return client, nil
}

func missing(variable, what string) error {
	return fmt.Errorf("stash.NewFromEnv: the environment variable %s is missing; set it to %s", variable, what)
}
