package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// variant is a key, body or prefix that the signer may have used by mistake.
type variant struct {
	bytes []byte
	text  string // completes "it would match"; empty for the correct value
}

// mismatch explains a signature that does not match. It tries the usual mistakes, those with the fewest changes first. A
// signature that it can explain is still refused.
func (r *signer) mismatch(sum [signature.Size]byte, prefix string) string {
	const says = "The signature does not match. "
	keys, bodies, prefixes := r.keys(), r.bodies(), r.prefixes(prefix)
	for most := 1; most <= 3; most++ {
		for _, key := range keys {
			for _, body := range bodies {
				for _, before := range prefixes {
					var changes []string
					for _, each := range []variant{key, body, before} {
						if each.text != "" {
							changes = append(changes, each.text)
						}
					}
					if len(changes) == most && matches(sum, key.bytes, string(before.bytes), body.bytes) {
						return says + "It would match " + strings.Join(changes, ", and ") + "."
					}
				}
			}
		}
	}
	if other := r.otherDirection(sum, prefix); other != "" {
		return says + other
	}
	return says + "No usual mistake with the secret in " + r.variable + " or with the body explains it; use the secret of this direction and environment, and exactly the bytes that were sent."
}

// otherDirection explains a signature that was made for another direction, by the secrets that the environment has, or else
// by the header's form.
func (r *signer) otherDirection(sum [signature.Size]byte, prefix string) string {
	for _, name := range slices.Sorted(maps.Keys(directions)) {
		other := directions[name]
		text := os.Getenv(other.variable)
		if text != "" && other.variable != r.variable && matches(sum, []byte(text), prefix, r.body) {
			return "It matches the secret in " + other.variable + "; use --direction " + name + "."
		}
	}
	switch {
	case r.plain && prefix != "":
		return "The header has a shop and a time, which a webhook's header does not have; use --direction to-stash or from-stash."
	case !r.plain && prefix == "":
		return "The header has neither a shop nor a time, as a webhook's header; use --direction webhook."
	}
	return ""
}

func (r *signer) keys() []variant {
	list := []variant{{r.key, ""}}
	if decoded, err := signature.DecodeSecret(r.secret); err == nil {
		list = append(list, variant{decoded, "with the secret base64-decoded (--base64-secret)"})
	}
	list = append(list,
		variant{[]byte(r.secret), "with the secret's own bytes (remove --base64-secret)"},
		variant{[]byte(r.secret + "\n"), "with a line break after the secret, which the signer must remove"},
		variant{[]byte(base64.StdEncoding.EncodeToString([]byte(r.secret))), "with the secret base64-encoded, which the signer must not do"},
	)
	return distinct(list)
}

func (r *signer) bodies() []variant {
	list := []variant{
		{r.body, ""},
		{bytes.TrimRight(r.body, "\r\n"), "without the line break at the body's end"},
		{append(bytes.Clone(r.body), '\n'), "with a line break at the body's end"},
		{bytes.ReplaceAll(r.body, []byte("\r\n"), []byte("\n")), "with LF instead of CRLF in the body"},
		{nil, "over an empty body: the signer did not sign the body"},
		{[]byte("{}"), "over the body {}: the signer signed that instead"},
		{[]byte("null"), "over the body null: the signer signed that instead"},
	}
	var compact, sorted bytes.Buffer
	if json.Compact(&compact, r.body) == nil {
		list = append(list, variant{compact.Bytes(), "over the body without white space: sign the bytes that are sent"})
	}
	var value any
	d := json.NewDecoder(bytes.NewReader(r.body))
	d.UseNumber()
	if d.Decode(&value) == nil && json.NewEncoder(&sorted).Encode(value) == nil {
		list = append(list, variant{bytes.TrimSpace(sorted.Bytes()), "over the body after parsing and encoding it again: sign the bytes that are sent"})
	}
	return distinct(list)
}

func (r *signer) prefixes(prefix string) []variant {
	if prefix == "" {
		return []variant{{nil, ""}}
	}
	return []variant{
		{[]byte(prefix), ""},
		{nil, "over the body only: sign the time and a dot before it"},
		{[]byte(strings.TrimSuffix(prefix, ".")), "without the required dot between time and body"},
	}
}

// distinct drops variants that equal the correct value, so that they are not named as a mistake.
func distinct(list []variant) []variant {
	kept := list[:1]
	for _, each := range list[1:] {
		if !bytes.Equal(each.bytes, list[0].bytes) {
			kept = append(kept, each)
		}
	}
	return kept
}
