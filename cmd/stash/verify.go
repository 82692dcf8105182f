package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/stash-sdk/stash-go/internal/signature"
)

var verifyCommand = command{
	name: "verify", args: "--header 'value' [flags] [FILE|-]", summary: "check a signature header, and explain a mismatch",
	text: directionText + `

Give the header's value, with or without the name before it. When the signature does not match, the command tries the
usual mistakes and names the one that explains it. The exit status is then 1.`,
	examples: []string{
		`stash verify --header "$(stash sign body.json)" body.json`,
		"stash verify --direction webhook --header 'Stash-Hmac-Signature: …' body.json",
		"stash verify --direction from-stash --time 1767225600000 --header 'v1;" + sampleShop + ";1767225600000;…' -d '{}'",
	},
	setup: func(fs *flag.FlagSet) action {
		var f signing
		f.declare(fs, "the time of the check", "the expected shop")
		header := fs.String("header", "", "the header's `value`, or its name and value")
		return func(_ context.Context, s *streams, args []string) error {
			if *header == "" {
				return misuse("--header is missing; give the header's value in quotes")
			}
			r, err := f.read(s, args)
			if err != nil {
				return err
			}
			now := time.Now()
			if f.millis > 0 {
				now = time.UnixMilli(f.millis)
			}
			good, err := r.verify(*header, now)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(s.out, good)
			return err
		}
	},
}

// verify describes a valid signature, or returns an error that says what is wrong with it.
func (r *signer) verify(header string, now time.Time) (good string, err error) {
	value := strings.TrimSpace(header)
	if name, rest, named := strings.Cut(value, ":"); named {
		if !strings.EqualFold(name, versionedHeader) && !strings.EqualFold(name, plainHeader) {
			return "", misuse("the header %.60q is not one of Stash's signatures; give %s or %s", name, versionedHeader, plainHeader)
		}
		value = strings.TrimSpace(rest)
	}
	if !strings.Contains(value, ";") {
		return r.verifyPlain(value)
	}
	parsed, err := signature.Parse(value)
	if err != nil {
		return "", fmt.Errorf("the header cannot be read: %w; copy the whole header, in quotes", err)
	}
	prefix := strconv.FormatInt(parsed.UnixMillis, 10) + "."
	age := now.Sub(time.UnixMilli(parsed.UnixMillis)).Round(time.Second)
	var wrong []string
	if !matches(parsed.Sum, r.key, prefix, r.body) {
		wrong = append(wrong, r.mismatch(parsed.Sum, prefix))
	}
	if r.shop != "" && !strings.EqualFold(r.shop, parsed.ShopID) {
		wrong = append(wrong, fmt.Sprintf("It is from another shop: it names %.60s instead of %.60s; correct --shop-id or STASH_SHOP_ID.", parsed.ShopID, r.shop))
	}
	if parsed.Age(now) != nil {
		wrong = append(wrong, stale(parsed.UnixMillis, now))
	}
	if len(wrong) > 0 {
		return "", errors.New(strings.Join(wrong, " "))
	}
	return fmt.Sprintf("The signature is valid: shop %s, signed %s.", line(parsed.ShopID), ago(age)), nil
}

func (r *signer) verifyPlain(value string) (string, error) {
	sum, err := signature.Decode(value)
	if err != nil {
		return "", fmt.Errorf("the header cannot be read: %w; copy the whole header, in quotes", err)
	}
	if !matches(sum, r.key, "", r.body) {
		return "", errors.New(r.mismatch(sum, ""))
	}
	return "The signature is valid. It names neither a shop nor a time.", nil
}

// stale explains why a time is refused. A usual mistake is a time in seconds: read as milliseconds, it is in January
// 1970.
func stale(millis int64, now time.Time) string {
	const near = 366 * 24 * time.Hour // a header can be checked long after it was sent
	if off := now.Sub(time.Unix(millis, 0)); off < near && off > -near {
		return "It is stale: its time is in seconds, and Stash expects milliseconds; sign with the milliseconds since 1970."
	}
	age := now.Sub(time.UnixMilli(millis)).Round(time.Second)
	return fmt.Sprintf("It is stale: it was signed %s, and the limit is %v in either direction; check the clocks, sign again, or give --time.", ago(age), signature.Window)
}

func ago(age time.Duration) string {
	// A time that is far off exceeds the range of a duration, so the number would be wrong.
	const absurd = 100 * 365 * 24 * time.Hour
	switch {
	case age > absurd || age < -absurd:
		return "more than a century away, so its time is not in milliseconds"
	case age < 0:
		return (-age).String() + " in the future"
	}
	return age.String() + " ago"
}

func matches(sum [signature.Size]byte, key []byte, prefix string, body []byte) bool {
	return signature.Equal(sum, signature.NewKey(key).Legacy(append([]byte(prefix), body...)))
}
