package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	speedTable = "internal/tools/rivals/speed.md"
	lightChart = "docs/pictures/speed-light.svg"
	darkChart  = "docs/pictures/speed-dark.svg"
)

// pages lists the Markdown files of the root and of docs, relative to root and with slashes.
func pages(root string) ([]string, error) {
	found, err := filepath.Glob(filepath.Join(root, "*.md"))
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(filepath.Join(root, "docs"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(path) == ".md" {
			found = append(found, path)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for i, path := range found {
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return nil, err
		}
		found[i] = filepath.ToSlash(relative)
	}
	slices.Sort(found)
	return found, nil
}

// generated returns the text of every file that this command writes, by its path.
func generated(root string) (map[string]string, error) {
	wanted := map[string]string{}
	list, err := pages(root)
	if err != nil {
		return nil, err
	}
	for _, page := range list {
		path := filepath.Join(root, filepath.FromSlash(page))
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if !strings.Contains(string(text), "<!-- from ") {
			continue
		}
		if wanted[path], err = fill(root, string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", page, err)
		}
	}
	table, err := os.ReadFile(filepath.Join(root, speedTable))
	if err != nil {
		return nil, err
	}
	bars, err := ratios(string(table))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", speedTable, err)
	}
	wanted[filepath.Join(root, lightChart)] = chart(bars, light)
	wanted[filepath.Join(root, darkChart)] = chart(bars, dark)
	return wanted, nil
}
