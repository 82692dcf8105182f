package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
)

var signCommand = command{
	name: "sign", args: "[flags] [FILE|-]", summary: "print the signature header of a body, for one of three directions",
	text: directionText,
	examples: []string{
		"stash sign --shop-id " + sampleShop + " body.json",
		`stash sign --direction webhook -d '{"type":"PURCHASE_SUCCEEDED"}'`,
		`curl -H "$(stash sign body.json)" -H 'Content-Type: application/json' --data-binary @body.json https://test-api.stash.gg/sdk/…`,
	},
	setup: func(fs *flag.FlagSet) action {
		var f signing
		f.declare(fs, "the time of the signature", "the shop that signs")
		return func(_ context.Context, s *streams, args []string) error {
			r, err := f.read(s, args)
			if err != nil {
				return err
			}
			header, err := r.header(f.millis)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(s.out, header)
			return err
		}
	},
}

// sampleShop is the shop id in examples.
const sampleShop = "11111111-2222-4333-8444-555555555555"

// header returns the whole header line, in the form that curl -H takes.
func (r *signer) header(millis int64) (string, error) {
	key := signature.NewKey(r.key)
	if r.plain {
		return r.direction.header + ": " + signature.Encode(key.Legacy(r.body)), nil
	}
	switch {
	case r.shop == "":
		return "", misuse("the shop's id is missing; give --shop-id, or set STASH_SHOP_ID to the shop's UUID")
	case strings.ContainsFunc(r.shop, func(c rune) bool { return c <= ' ' || c == ';' || c > '~' }):
		return "", misuse("the shop's id has a character that a header cannot contain; give a UUID such as %s", sampleShop)
	}
	if millis == 0 {
		millis = time.Now().UnixMilli()
	}
	return r.direction.header + ": " + key.Header(r.shop, millis, r.body), nil
}
