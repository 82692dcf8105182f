package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// printCurl writes the call as a curl command that takes the credential from the environment.
func printCurl(out io.Writer, op *contract.Operation, to target, params map[string]string, body []byte) error {
	path, query := op.Path, url.Values{}
	for _, p := range parameters(op) {
		value, ok := params[p.Name]
		switch {
		case p.In == "path" && p.Extensions["x-stash-segments"] != nil:
			path = strings.ReplaceAll(path, "{"+p.Name+"}", strings.ReplaceAll(url.PathEscape(value), "%2F", "/"))
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(value))
		case ok:
			query.Set(p.Name, value)
		}
	}
	address := strings.TrimSuffix(to.url, "/") + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "curl -X %s %s", op.Method, quoted(address))
	const next = " \\\n  "
	data := ""
	if len(bytes.TrimSpace(body)) > 0 {
		var compact bytes.Buffer
		if err := json.Compact(&compact, body); err != nil {
			return misuse("the body is not JSON (%w); run stash operations %s for an example", err, op.ID)
		}
		data = compact.String()
		b.WriteString(next + "-H 'Content-Type: application/json'")
	}
	for _, scheme := range op.Schemes() {
		how := credentialOf[scheme.ID]
		if !how.set() {
			continue
		}
		switch scheme.ID {
		case "apiKey":
			b.WriteString(next + `-H "X-Stash-Api-Key: $STASH_API_KEY"`)
		case "playerToken":
			b.WriteString(next + `-H "Authorization: Bearer $STASH_PLAYER_TOKEN"`)
		case "hmac":
			signed := "stash sign"
			if data != "" {
				signed += " -d " + quoted(data)
			}
			b.WriteString(next + `-H "$(` + signed + `)"`)
		}
		break
	}
	if data != "" {
		b.WriteString(next + "-d " + quoted(data))
	}
	_, err := fmt.Fprintln(out, b.String())
	return err
}
