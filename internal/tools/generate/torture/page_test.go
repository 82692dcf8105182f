package torture

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// page is where the table of constructs is written down.
var page = filepath.Join("docs", "design", "constructs.md")

// The page lists every construct with what becomes of it. STASH_UPDATE=1 writes it anew.
func TestPageListsEveryConstruct(t *testing.T) {
	want := table()
	if os.Getenv("STASH_UPDATE") != "" {
		write(t, page, want)
	}
	have, err := os.ReadFile(page)
	if err != nil || string(have) != want {
		t.Errorf("%s does not list the constructs as they are (%v); run STASH_UPDATE=1 go test -run=TestPage ./internal/tools/generate/torture", page, err)
	}
}

func table() string {
	works, refused, stopped := 0, 0, 0
	var rows strings.Builder
	for _, c := range constructs {
		outcome := "works"
		switch {
		case c.refused == "OP" || strings.HasPrefix(c.refused, "OPThing") && !strings.Contains(c.refused, ":"):
			outcome = "refused as not valid, or by a part of it"
		case c.refused != "":
			outcome = "refused: " + strings.ReplaceAll(c.fill(c.refused, 0), operationName(0), "X")
		}
		if c.refused == "" && c.sent == "" && strings.HasPrefix(c.got, "error: ") {
			stopped++
		}
		if c.refused == "" {
			works++
		} else {
			refused++
		}
		fmt.Fprintf(&rows, "| %s | %s |\n", cell(c.name), cell(outcome))
	}
	return fmt.Sprintf(`# What the generator makes of OpenAPI 3.0

A construct in a document works on the wire, or `+"`make generate`"+` refuses it before it writes a file, with the line, the
operation, the field and what to do. There is no third way: what the rules do not know is refused.

The table lists %d constructs: %d work, %d are refused. A test generates and compiles each one that works, and makes its
call against a server that kin-openapi judges. A text in a refusal may go on after what is shown here. X stands for an
operation or the beginning of a schema's name.

Before a request is sent, its values are held to every validation keyword, to formats and to enums. kin-openapi judges what
is right: a test compares each format with its validator, and %d of the constructs that work are calls that are refused
before anything is sent. Another value of an enum is refused unless the schema has x-extensible-enum; responses may have any.

Of two public documents by others with 107 and 944 operations, 51 and 859 operations become code that compiles, alone and
together. The others are refused by name: for formats that nobody checks, texts of the type */*, examples that break their
schema, and names for Go types.

| construct | outcome |
|---|---|
%s`, len(constructs), works, refused, stopped, rows.String())
}

// cell escapes what would end a cell of a table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(text)
}
