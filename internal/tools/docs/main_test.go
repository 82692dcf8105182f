package main

import (
	"fmt"
	"os"
	"testing"
)

// TestMain runs the tests in the root of the repository, because the paths of pages start there.
func TestMain(m *testing.M) {
	if err := os.Chdir("../../.."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// read returns every page by its path.
func read(t *testing.T) map[string]string {
	t.Helper()
	list, err := pages(".")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, page := range list {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		texts[page] = string(text)
	}
	if len(texts) < 5 {
		t.Fatalf("%d pages were found", len(texts))
	}
	return texts
}
