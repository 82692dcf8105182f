package stash_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what TestFeatures measures into internal/tools/rivals/features.md")

const featuresFile = "../internal/tools/rivals/features.md"

// feature is something that a backend needs. measure runs a contender against a server that tests the feature. It returns
// "" if the contender has the feature, otherwise what happened.
type feature struct {
	name    string
	measure func(t *testing.T, c contender, client *http.Client) string
}

const absent = "—" // the contender has no code for it

// part is something that a contender has when it declares a function of one of these names.
type part struct {
	name  string
	names *regexp.Regexp
}

var parts = []part{
	{"signs requests with HMAC", regexp.MustCompile(`(?i)^(hmac|sign)`)},
	{"asks for the credential at each attempt, for rotation", regexp.MustCompile(`(?i)^(CredentialFunc|WithRequestEditorFn)$`)},
	{"verifies webhooks", regexp.MustCompile(`(?i)^(new)?verif`)},
	{"lets each webhook event take effect once", regexp.MustCompile(`(?i)^(withstore|once)$`)},
	{"hosts the game-server API", regexp.MustCompile(`^UnimplementedServer$|^NewPurchases$|^HandlerFromMux$`)},
	{"has an emulator that pays, delivers and fails on demand", regexp.MustCompile(`(?i)^(sendwebhooks|inject)$`)},
}

// declares reports whether the code in a folder, except tests, declares an exported function or method with such a name.
func declares(t *testing.T, folder string, names *regexp.Regexp) bool {
	t.Helper()
	if folder == "" {
		return false
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if below, _ := filepath.Glob(filepath.Join(folder, "*", "*.go")); len(below) > 0 { // this SDK has several packages
		files = append(files, below...)
	}
	if err != nil || len(files) == 0 {
		t.Fatalf("%s has no code: %v", folder, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Name.IsExported() && names.MatchString(f.Name.Name) {
				return true
			}
		}
	}
	return false
}

// TestFeatures measures every feature of every contender and compares the result with the table in docs/compare.md. This SDK
// must have all features. A careless contender, which is not in the table, shows that each measurement can fail.
func TestFeatures(t *testing.T) {
	client := &http.Client{Transport: http.DefaultTransport.(*http.Transport).Clone()}
	all := contenders(t, client)
	table := [][]string{{"what a backend needs"}}
	for _, c := range all {
		table[0] = append(table[0], c.name)
	}
	for _, f := range features {
		row, missing := []string{f.name}, false
		for i, c := range append(all, careless(client)) {
			found := f.measure(t, c, client)
			if i == 0 && found != "" {
				t.Errorf("this SDK: %s: %s", f.name, found)
			}
			missing = missing || found != "" && found != absent
			if i < len(all) {
				row = append(row, cell(found))
			}
		}
		if !missing {
			t.Errorf("%s: nothing shows that its measurement can fail", f.name)
		}
		table = append(table, row)
	}
	for _, p := range parts {
		row := []string{p.name}
		for i, c := range all {
			switch has := declares(t, c.source, p.names); {
			case has:
				row = append(row, "yes")
			case i == 0:
				t.Errorf("this SDK has no %s", p.names)
				fallthrough
			default:
				row = append(row, absent)
			}
		}
		table = append(table, row)
	}
	if declares(t, ".", regexp.MustCompile("^NoSuchName$")) {
		t.Error("a name that nobody declares is found")
	}
	text := markdown(table)
	if *update {
		if err := os.WriteFile(featuresFile, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(featuresFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != text {
		t.Errorf("%s is not what was measured; run go test ./stash -run TestFeatures -update, and make generate. Measured:\n%s", featuresFile, text)
	}
}

func cell(found string) string {
	switch found {
	case "":
		return "yes"
	case absent:
		return absent
	}
	return "**no**: " + found
}

func markdown(table [][]string) string {
	var b strings.Builder
	for i, row := range table {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
		if i == 0 {
			b.WriteString(strings.Repeat("|---", len(row)) + "|\n")
		}
	}
	return b.String()
}
