package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/stash-sdk/stash-go/internal/signature"
)

// variant is what may have been signed in place of what should have been.
type variant struct {
	bytes []byte
	text  string // completes "it would match"; empty for the thing itself
}

// mismatch explains a signature that does not match, by trying the mistakes that are made most. The ones with the
// fewest changes come first, and what it finds is never accepted.
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
	return says + "Neither the secret in " + r.variable + " in another form nor a usual change of the body explains it; use the secret of this direction and environment, and the bytes as they were sent."
}

func (r *signer) keys() []variant {
	list := []variant{{r.key, ""}}
	if decoded, err := signature.DecodeSecret(r.secret); err == nil {
		list = append(list, variant{decoded, "with the secret base64-decoded (--base64-secret)"})
	}
	list = append(list,
		variant{[]byte(r.secret), "with the secret's own bytes (leave --base64-secret out)"},
		variant{[]byte(r.secret + "\n"), "with a line break behind the secret, which the signer must remove"},
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
		{nil, "over an empty body: the body is not what was signed"},
		{[]byte("{}"), "over the body {}: that was signed"},
		{[]byte("null"), "over the body null: that was signed"},
	}
	var compact, sorted bytes.Buffer
	if json.Compact(&compact, r.body) == nil {
		list = append(list, variant{compact.Bytes(), "over the body without its white space: sign the bytes that are sent"})
	}
	var value any
	d := json.NewDecoder(bytes.NewReader(r.body))
	d.UseNumber()
	if d.Decode(&value) == nil && json.NewEncoder(&sorted).Encode(value) == nil {
		list = append(list, variant{bytes.TrimSpace(sorted.Bytes()), "over the body parsed and written anew: sign the bytes that are sent"})
	}
	return distinct(list)
}

func (r *signer) prefixes(prefix string) []variant {
	if prefix == "" {
		return []variant{{nil, ""}}
	}
	return []variant{
		{[]byte(prefix), ""},
		{nil, "over the body alone: the time and a dot must be signed before it"},
		{[]byte(strings.TrimSuffix(prefix, ".")), "without the dot between time and body, which must be there"},
	}
}

// distinct drops variants that are the thing itself, so that none is named as a change.
func distinct(list []variant) []variant {
	kept := list[:1]
	for _, each := range list[1:] {
		if !bytes.Equal(each.bytes, list[0].bytes) {
			kept = append(kept, each)
		}
	}
	return kept
}
