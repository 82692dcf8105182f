package main

import (
	"flag"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
	"github.com/stash-sdk/stash-go/internal/secret"
	"github.com/stash-sdk/stash-go/internal/signature"
)

// direction is one of the three kinds of signed requests.
type direction struct {
	variable, what string // where to find the secret
	header         string
	plain          bool // the signature covers neither time nor shop
}

const (
	versionedHeader = "x-stash-hmac-signature"
	plainHeader     = "Stash-Hmac-Signature"
)

var directions = map[string]direction{
	"to-stash":   {"STASH_HMAC_SECRET", "the project's ingress secret", versionedHeader, false},
	"from-stash": {"STASH_GAMESERVER_SECRET", "the game server's secret, which Stash calls the egress key", versionedHeader, false},
	"webhook":    {"STASH_WEBHOOK_SECRET", "the secret that Stash Studio shows next to the webhook", plainHeader, true},
}

const directionText = `
The directions, and the variable that holds the secret of each:

  to-stash    your backend calls Stash             STASH_HMAC_SECRET
  from-stash  Stash calls your game server's API   STASH_GAMESERVER_SECRET
  webhook     Stash posts an event to your URL     STASH_WEBHOOK_SECRET

The body is a FILE, - for standard input, or the text of -d. Its bytes are signed unchanged, including a line break at
the end. Without a body, the empty body is signed, as in a GET.`

var variableName = regexp.MustCompile(`^[A-Z_][A-Z0-9_]{0,63}$`)

// signing holds the flags that sign and verify share.
type signing struct {
	direction, shop, body, secretEnv string
	millis                           int64
	base64                           bool
}

func (f *signing) declare(fs *flag.FlagSet, time, shop string) {
	fs.StringVar(&f.direction, "direction", "to-stash", "who calls: `to-stash`, from-stash or webhook")
	fs.StringVar(&f.shop, "shop-id", "", shop+", a `UUID`; the default is STASH_SHOP_ID")
	fs.Int64Var(&f.millis, "time", 0, time+", in `milliseconds` since 1970; the default is now")
	fs.StringVar(&f.body, "d", "", "the body: the `text` itself, @file, or - for standard input")
	fs.StringVar(&f.secretEnv, "secret-env", "", "read the secret from the environment variable `NAME`")
	fs.BoolVar(&f.base64, "base64-secret", false, "base64-decode the secret, instead of using its own bytes")
}

// signer holds the values that the flags select.
type signer struct {
	direction
	secret   string // unchanged from the environment
	key      []byte
	shop     string // empty if unknown
	body     []byte
	variable string
}

func (f *signing) read(s *streams, args []string) (*signer, error) {
	d, ok := directions[f.direction]
	if !ok {
		names := slices.Sorted(maps.Keys(directions))
		return nil, misuse("there is no direction %.40q%s; give --direction one of %s", f.direction, contract.Suggestion(f.direction, names), strings.Join(names, ", "))
	}
	given := slices.Contains(args, "-") || f.body != ""
	if len(args) > 1 || len(args) == 1 && f.body != "" {
		return nil, misuse("the body is given twice; give only one of FILE, - and -d")
	}
	r := &signer{direction: d, shop: f.shop, variable: d.variable}
	if f.secretEnv != "" {
		r.variable = f.secretEnv
	}
	var err error
	if r.secret, r.key, err = readSecret(r.variable, d.what, f.base64); err != nil {
		return nil, err
	}
	if r.shop == "" {
		r.shop = os.Getenv("STASH_SHOP_ID")
	}
	switch {
	case given && len(args) == 0:
		r.body, err = input(s, f.body)
	case given:
		r.body, err = input(s, "-")
	case len(args) == 1:
		r.body, err = file(strings.TrimPrefix(args[0], "@"))
	}
	if err != nil {
		return nil, err
	}
	if f.millis < 0 {
		return nil, misuse("--time is before 1970; give milliseconds, such as 1767225600000")
	}
	if d.plain && len(r.body) == 0 {
		return nil, misuse("the body is missing, and every webhook has one; give FILE, - or -d")
	}
	return r, nil
}

// readSecret reads a secret from the environment and returns it together with its key bytes.
func readSecret(variable, what string, base64 bool) (text string, key []byte, err error) {
	// The value can be the secret itself, given by mistake, so the error must not show it.
	if !variableName.MatchString(variable) {
		return "", nil, misuse("--secret-env is not the name of an environment variable in upper case; put the secret into a variable and give its name")
	}
	if text, err = environment(variable, what); err != nil {
		return "", nil, err
	}
	if err := secret.Check(text); err != nil {
		return "", nil, misuse("the secret in %s %w", variable, err)
	}
	if !base64 {
		return text, []byte(text), nil
	}
	if key, err = signature.DecodeSecret(text); err != nil {
		return "", nil, misuse("the secret in %s is not base64; remove --base64-secret", variable)
	}
	return text, key, nil
}
