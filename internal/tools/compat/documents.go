package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// breaking is the level of oasdiff's findings that break a caller for certain.
const breaking = 3

// finding is one of oasdiff's.
type finding struct {
	Text      string
	Level     int
	Operation string // the method
	Path      string
}

// documents compares each document that both checkouts have. Documents that are gone took their operations along,
// which the exported names show.
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
				return nil, fmt.Errorf("what oasdiff prints of %s is not the JSON that is known here: %w", name, err)
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
