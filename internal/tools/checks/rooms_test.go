package checks

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The emulator's rooms stay small, say what they are for, and have tests of their own.
func TestRoomsAreSmall(t *testing.T) {
	for _, room := range rooms {
		for _, sentence := range crowded("internal/emulator"+room, filesOf(t, filepath.Join("internal", "emulator", room)), 15, 1800) {
			t.Error(sentence)
		}
	}
	for _, sentence := range crowded("stash/stashtest", filesOf(t, filepath.Join("stash", "stashtest")), 15, 700) {
		t.Error(sentence)
	}
}

// filesOf reads the Go files of a folder of this module.
func filesOf(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s has no Go files: %v", folder, err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(name)] = data
	}
	return files
}

// crowded returns a sentence for each limit that a package breaks. Files of tests do not count.
func crowded(name string, files map[string][]byte, mostFiles, mostLines int) (found []string) {
	count, lines, documented, tested := 0, 0, false, false
	for file, data := range files {
		if strings.HasSuffix(file, "_test.go") {
			tested = true
			continue
		}
		count++
		lines += bytes.Count(data, []byte("\n"))
		parsed, err := parser.ParseFile(token.NewFileSet(), file, data, parser.PackageClauseOnly|parser.ParseComments)
		documented = documented || err == nil && parsed.Doc != nil
	}
	if count > mostFiles {
		found = append(found, fmt.Sprintf("%s has %d files, and %d at most are allowed; make a room below it.", name, count, mostFiles))
	}
	if lines > mostLines {
		found = append(found, fmt.Sprintf("%s has %d lines, and %d at most are allowed; make a room below it.", name, lines, mostLines))
	}
	if !documented {
		found = append(found, name+" has no doc comment that says its one job.")
	}
	if !tested {
		found = append(found, name+" has no test of its own.")
	}
	return found
}

func TestCrowdedRoomsAreFound(t *testing.T) {
	good := map[string][]byte{"a.go": []byte("// Package a is small.\npackage a\n"), "a_test.go": []byte("package a\n\n\n\n")}
	if found := crowded("a", good, 1, 2); len(found) > 0 {
		t.Errorf("a room that is as it should be gives %q", found)
	}
	for _, wrong := range []struct {
		files map[string][]byte
		want  string
	}{
		{map[string][]byte{"a.go": good["a.go"], "b.go": []byte("package a"), "a_test.go": good["a_test.go"]}, "has 2 files"},
		{map[string][]byte{"a.go": append([]byte("\n"), good["a.go"]...), "a_test.go": good["a_test.go"]}, "has 3 lines"},
		{map[string][]byte{"a.go": []byte("package a\n"), "a_test.go": good["a_test.go"]}, "has no doc comment"},
		{map[string][]byte{"a.go": good["a.go"]}, "has no test"},
	} {
		found := crowded("a", wrong.files, 1, 2)
		if !slices.ContainsFunc(found, func(s string) bool { return strings.Contains(s, wrong.want) }) {
			t.Errorf("found %q, want %q", found, wrong.want)
		}
	}
}
