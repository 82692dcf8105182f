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
	name: "verify", args: "--header 'value' [flags] [FILE|-]", summary: "check a signature header, and explain why it does not match",
	text: directionText + `

The header is given as its value, or with its name before it. When the signature does not match, the mistakes that are
made most are tried, and the one that explains it is named. The status is then 1.`,
	examples: []string{
		`stash verify --header "$(stash sign body.json)" body.json`,
		"stash verify --direction webhook --header 'Stash-Hmac-Signature: …' body.json",
		"stash verify --direction from-stash --time 1767225600000 --header 'v1;" + sampleShop + ";1767225600000;…' -d '{}'",
	},
	setup: func(fs *flag.FlagSet) action {
		var f signing
		f.declare(fs, "the checker's clock", "the shop that must have signed")
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

// verify says why a signature is good, or in its error why it is not.
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
		return "", fmt.Errorf("the header cannot be read: %w; copy it again, whole and in quotes", err)
	}
	prefix := strconv.FormatInt(parsed.UnixMillis, 10) + "."
	age := now.Sub(time.UnixMilli(parsed.UnixMillis)).Round(time.Second)
	var wrong []string
	if !matches(parsed.Sum, r.key, prefix, r.body) {
		wrong = append(wrong, r.mismatch(parsed.Sum, prefix))
	}
	if r.shop != "" && !strings.EqualFold(r.shop, parsed.ShopID) {
		wrong = append(wrong, fmt.Sprintf("It is of another shop: it names %.60s, and %.60s was expected; correct --shop-id or STASH_SHOP_ID.", parsed.ShopID, r.shop))
	}
	if parsed.Age(now) != nil {
		wrong = append(wrong, stale(parsed.UnixMillis, now))
	}
	if len(wrong) > 0 {
		return "", errors.New(strings.Join(wrong, " "))
	}
	return fmt.Sprintf("The signature is good: shop %s, signed %s.", line(parsed.ShopID), ago(age)), nil
}

func (r *signer) verifyPlain(value string) (string, error) {
	sum, err := signature.Decode(value)
	if err != nil {
		return "", fmt.Errorf("the header cannot be read: %w; copy it again, whole and in quotes", err)
	}
	if !matches(sum, r.key, "", r.body) {
		return "", errors.New(r.mismatch(sum, ""))
	}
	return "The signature is good: it names neither a shop nor a time.", nil
}

// stale says why a time is not taken. One in seconds is the usual slip: read as milliseconds, it is in January 1970.
func stale(millis int64, now time.Time) string {
	const near = 366 * 24 * time.Hour // a header may be looked at long after it was sent
	if off := now.Sub(time.Unix(millis, 0)); off < near && off > -near {
		return "It is stale: its time is in seconds; Stash wants milliseconds, so sign with the milliseconds since 1970."
	}
	age := now.Sub(time.UnixMilli(millis)).Round(time.Second)
	return fmt.Sprintf("It is stale: signed %s, and good for %v either way; check the clocks, or sign again (--time checks as of then).", ago(age), signature.Window)
}

func ago(age time.Duration) string {
	// The age is as wide as a duration, which an absurd time fills: then no number is honest.
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
