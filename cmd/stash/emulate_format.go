package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// formats write environment variables for a shell or a file. Drop is a variable that must not be set as well; note is the
// other choice.
var formats = map[string]func(set [][2]string, drop string, note [2]string) string{
	"sh": func(set [][2]string, drop string, note [2]string) string {
		var b strings.Builder
		for _, v := range set {
			fmt.Fprintf(&b, "export %s=%s\n", v[0], quoted(v[1]))
		}
		fmt.Fprintf(&b, "unset %s\n# or: unset %s; export %s=%s\n", drop, chosenOf(drop), note[0], quoted(note[1]))
		return b.String()
	},
	"powershell": func(set [][2]string, drop string, note [2]string) string {
		quote := func(value string) string { return "'" + strings.ReplaceAll(value, "'", "''") + "'" }
		var b strings.Builder
		for _, v := range set {
			fmt.Fprintf(&b, "$env:%s = %s\n", v[0], quote(v[1]))
		}
		fmt.Fprintf(&b, "Remove-Item Env:%s -ErrorAction SilentlyContinue\n# or: Remove-Item Env:%s; $env:%s = %s\n", drop, chosenOf(drop), note[0], quote(note[1]))
		return b.String()
	},
	"dotenv": func(set [][2]string, _ string, note [2]string) string {
		var b strings.Builder
		for _, v := range set {
			fmt.Fprintf(&b, "%s='%s'\n", v[0], v[1]) // no value has a quote
		}
		fmt.Fprintf(&b, "# or, instead of %s: %s='%s'\n", chosenOf(note[0]), note[0], note[1])
		return b.String()
	},
	"json": func(set [][2]string, _ string, _ [2]string) string {
		values := map[string]string{}
		for _, v := range set {
			values[v[0]] = v[1]
		}
		text, err := json.MarshalIndent(values, "", "  ")
		if err != nil {
			return "" // texts can be encoded
		}
		return string(text) + "\n"
	},
}

// chosenOf is the credential's variable when the other one is dropped.
func chosenOf(dropped string) string {
	if dropped == "STASH_API_KEY" {
		return "STASH_HMAC_SECRET"
	}
	return "STASH_API_KEY"
}

func checkFormat(name string) error {
	if _, ok := formats[name]; ok {
		return nil
	}
	names := slices.Sorted(maps.Keys(formats))
	return misuse("there is no format %.40q%s; give --format one of %s", name, contract.Suggestion(name, names), strings.Join(names, ", "))
}
