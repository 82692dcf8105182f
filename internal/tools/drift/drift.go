package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/stash-sdk/stash-go/internal/tools/worktree"
)

// check generates in a copy of a checkout and returns a sentence for each file that differs. The copy starts without
// its generated files, so check also finds a file that no directive writes any more.
func check(root string) ([]string, error) {
	files, err := worktree.Files(root)
	if err != nil {
		return nil, err
	}
	fresh, err := os.MkdirTemp("", "drift")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(fresh)
	if err := worktree.Copy(root, fresh); err != nil {
		return nil, err
	}
	for _, name := range files {
		if generated(filepath.Join(fresh, name)) {
			if err := os.Remove(filepath.Join(fresh, name)); err != nil {
				return nil, err
			}
		}
	}
	cmd := exec.Command("go", "generate", "./...")
	cmd.Dir = fresh
	if output, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go generate ./... fails: %w\n%s", err, output)
	}
	return compare(root, fresh, files)
}

func generated(path string) bool {
	if filepath.Ext(path) != ".go" {
		return false
	}
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.PackageClauseOnly|parser.ParseComments)
	return err == nil && ast.IsGenerated(file)
}

// compare compares the files of a checkout with those of a fresh copy.
func compare(root, fresh string, files []string) ([]string, error) {
	var found []string
	for _, name := range files {
		have, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return nil, err
		}
		want, err := os.ReadFile(filepath.Join(fresh, name))
		switch {
		case os.IsNotExist(err):
			found = append(found, name+" is marked as generated, and go generate does not write it.")
		case err != nil:
			return nil, err
		case !bytes.Equal(have, want):
			found = append(found, name+" is not what go generate writes.")
		}
	}
	err := filepath.WalkDir(fresh, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, fresh+string(filepath.Separator)))
		if !slices.Contains(files, name) {
			found = append(found, name+" is missing, and go generate writes it.")
		}
		return nil
	})
	slices.Sort(found)
	return found, err
}
