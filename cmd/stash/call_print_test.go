package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// printed runs stash call with a flag that prints the call, for each operation with its examples.
func printed(t *testing.T, flag string, visit func(operation string, printed result)) {
	t.Helper()
	srv := emulated(t)
	t.Setenv("STASH_SHOP_ID", srv.ShopID)
	t.Setenv("STASH_HMAC_SECRET", "fake-hmac-secret")
	t.Setenv("STASH_PLAYER_TOKEN", "fake-player-token")
	t.Setenv("STASH_API_KEY", "fake-api-key")
	doc, err := document()
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range doc.Operations() {
		args := []string{"call", op.ID, flag}
		for _, p := range parameters(op) {
			args = append(args, "-p", fmt.Sprintf("%s=%v", p.Name, p.Example))
		}
		if op.Spec.RequestBody != nil {
			args = append(args, "-d", "@"+written(t, tool(t, "", "call", op.ID, "--example").stdout))
		}
		r := tool(t, "", args...)
		r.want(t, 0, "", "")
		visit(op.ID, r)
	}
	if seen := srv.Requests(); len(seen) != 0 {
		t.Errorf("%s sent %v", flag, seen)
	}
}

// TestCallAsGo builds the programs of all operations.
func TestCallAsGo(t *testing.T) {
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	sums, err := os.ReadFile("../../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module programs\n\ngo 1.25.0\n\nrequire github.com/stash-sdk/stash-go v0.0.0\n\nreplace github.com/stash-sdk/stash-go => "+checkout+"\n")
	write("go.sum", string(sums))
	printed(t, "--go", func(operation string, program result) {
		write(filepath.Join(strings.ToLower(operation), "main.go"), program.stdout)
	})
	cmd := exec.Command("go", "vet", "-mod=mod", "./...")
	cmd.Dir = dir
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, output)
	}
}

// TestCallAsCurl runs the commands of all operations with a curl that prints its arguments.
func TestCallAsCurl(t *testing.T) {
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "curl"), []byte("#!/bin/sh\nfor each; do echo \"[$each]\"; done\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "stash"), []byte("#!/bin/sh\nTEST_AS_TOOL=1 exec \"$TOOL\" \"$@\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	printed(t, "--curl", func(operation string, command result) {
		cmd := exec.Command("sh", "-c", command.stdout)
		cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "TOOL="+os.Args[0])
		output, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s%s", operation, err, command.stdout, output)
		}
		op, err := document()
		if err != nil {
			t.Fatal(err)
		}
		if schemes := op.Operation(operation).Schemes(); len(schemes) > 0 {
			want := map[string]string{"apiKey": "[X-Stash-Api-Key: fake-api-key]", "hmac": "[x-stash-hmac-signature: v1;" + os.Getenv("STASH_SHOP_ID"), "playerToken": "[Authorization: Bearer fake-player-token]"}[schemes[0].ID]
			if !bytes.Contains(output, []byte(want)) {
				t.Errorf("%s: curl gets\n%swant %s", operation, output, want)
			}
		}
		if !bytes.Contains(output, []byte("["+os.Getenv("STASH_BASE_URL")+"/")) {
			t.Errorf("%s: curl does not get the address: %s", operation, output)
		}
	})
}

func TestCallByPath(t *testing.T) {
	srv := emulated(t)
	tool(t, "", "call", "GET", "/sdk/plans?status=active").want(t, 0, `"plans"`, "")
	tool(t, "", "call", "GET", "/sdk/server/payment/none").want(t, 1, `"code": 5`, "NOT_FOUND")
	tool(t, "", "call", "-d", quickPay, "POST", "/sdk/server/checkout_links/generate_quick_pay_url").want(t, 0, `"url"`, "")
	for _, tt := range []struct{ args, stderr string }{
		{"GET /sdk/nowhere", "there is no operation at GET /sdk/nowhere"},
		{"DELETE /sdk/plans", "there is no operation at DELETE /sdk/plans"},
		{"/sdk/plans", "give a method and a path, such as GET /sdk/plans"},
		{"GET", "give a method and a path"},
		{"GET /sdk/plans?status=active&status=active", "given twice"},
		{"GET /sdk/plans?%zz", "cannot be read"},
		{"GET /sdk/plans?colour=red", "has no parameter"},
	} {
		tool(t, "", append([]string{"call"}, strings.Fields(tt.args)...)...).want(t, 2, "", tt.stderr)
	}
	if n := len(srv.Requests()); n != 3 {
		t.Errorf("%d calls were sent, want 3", n)
	}
}

// TestCallShowsTheResponse checks what is on standard output, after a success and a failure.
func TestCallShowsTheResponse(t *testing.T) {
	emulated(t)
	failed := tool(t, "", "call", "GetPlan", "-p", "id=none", "-i")
	failed.want(t, 1, "HTTP 404 Not Found\n", "there is no plan")
	failed.want(t, 1, "Content-Type: application/json", "")
	failed.want(t, 1, "\n\n{\n  \"code\": 5", "")
	if made := tool(t, "", "call", "GenerateAuthenticatedUrl", "-d", `{"user":{"id":"player-1001"},"target":"STORE"}`); !strings.Contains(made.stdout, "&target=STORE") {
		t.Errorf("the link cannot be copied: %s", made.stdout)
	}
	for text, want := range map[string]string{
		`{"a":"x\u0026y"}`: `{"a":"x&y"}`, `"\\u0026"`: `"\\u0026"`, `"\\\u003C"`: `"\\<"`, `"\u0027"`: `"\u0027"`,
	} {
		if got := string(unescaped([]byte(text))); got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
	path := written(t, quickPay)
	tool(t, "", "call", "GenerateQuickPayUrl", "-d", path).want(t, 2, "", "did you mean -d @"+path)
	tool(t, "", "call", "ListPlans", "--example").want(t, 2, "", "ListPlans takes no body")
}
