package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// breaking is the level that oasdiff gives to changes that certainly break a caller.
const breaking = 3

// finding is a change that oasdiff reports.
type finding struct {
	Text      string
	Level     int
	Operation string // the method
	Path      string
}

// documents compares each document that both checkouts have. When a document is removed, its operations disappear from
// the exported names, and the comparison of names reports them.
func (c *checker) documents(old, root string) (found []string, err error) {
	names, err := filepath.Glob(filepath.Join(old, "api", "*.yaml"))
	if err != nil {
		return nil, err
	}
	root, err = filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	for _, before := range names {
		name := filepath.Base(before)
		now := filepath.Join(root, "api", name)
		if _, err := os.Stat(now); err != nil || strings.HasSuffix(name, ".gen.yaml") || strings.HasSuffix(name, ".overlay.yaml") {
			continue
		}
		printed, err := output(root, "go", "run", c.oasdiff, "breaking", "--format", "json", before, now)
		if err != nil {
			return nil, err
		}
		var findings []finding
		if len(bytes.TrimSpace(printed)) > 0 {
			if err := json.Unmarshal(printed, &findings); err != nil {
				return nil, fmt.Errorf("oasdiff printed JSON about %s that compat cannot read: %w", name, err)
			}
		}
		for _, f := range findings {
			if f.Level >= breaking {
				found = append(found, fmt.Sprintf("api/%s: %s %s: %s", name, f.Operation, f.Path, f.Text))
			}
		}
	}
	return found, nil
}
