package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// checker compares a checkout with its last release.
type checker struct {
	oasdiff, apidiff string // as go run takes them

	announced bool // the changelog has the breaks
}

// check returns a line for each break, and a sentence on how the comparison went.
func (c *checker) check(root string) (found []string, said string, err error) {
	release, err := lastRelease(root)
	if err != nil {
		return nil, "", err
	}
	if release == "" {
		return nil, "There is no release to compare with: no tag here begins with v.", nil
	}
	temp, err := os.MkdirTemp("", "compat")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(temp)
	old := filepath.Join(temp, "release")
	if _, err := output(root, "git", "-c", "advice.detachedHead=false", "clone", "--quiet", "--shared", "--branch", release, ".", old); err != nil {
		return nil, "", err
	}
	changelog, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		return nil, "", err
	}
	c.announced = breakingListed(string(changelog))
	for _, compare := range []func(old, root string) ([]string, error){c.documents, c.packages} {
		breaks, err := compare(old, root)
		if err != nil {
			return nil, "", err
		}
		found = append(found, breaks...)
	}
	switch {
	case len(found) == 0:
		said = "Nothing breaks programs that were written for " + release + "."
	case c.announced:
		said = "These break programs that were written for " + release + ", and CHANGELOG.md lists breaks under Unreleased."
	default:
		said = "These break programs that were written for " + release + ". Undo them, or list them in CHANGELOG.md under Unreleased, Breaking."
	}
	return found, said, nil
}

// lastRelease is the newest version tag that this checkout comes after, or nothing.
func lastRelease(root string) (string, error) {
	// git describe fails where there is no tag, as it does where there is no repository; git tag tells them apart.
	tags, err := output(root, "git", "tag", "--list", "v*", "--merged", "HEAD")
	if err != nil || len(bytes.TrimSpace(tags)) == 0 {
		return "", err
	}
	tag, err := output(root, "git", "describe", "--tags", "--abbrev=0", "--match", "v*")
	return string(bytes.TrimSpace(tag)), err
}

// breakingListed reports whether a changelog's Unreleased part has a list of breaks with something in it.
func breakingListed(changelog string) bool {
	_, unreleased, _ := strings.Cut("\n"+changelog, "\n## Unreleased\n")
	unreleased, _, _ = strings.Cut(unreleased, "\n## ")
	_, breaking, _ := strings.Cut("\n"+unreleased, "\n### Breaking\n")
	breaking, _, _ = strings.Cut(breaking, "\n### ")
	for line := range strings.Lines(breaking) {
		if entry, ok := strings.CutPrefix(line, "- "); ok && strings.TrimSpace(entry) != "" {
			return true
		}
	}
	return false
}

// output runs a command in a directory and returns what it prints.
func output(dir, name string, args ...string) ([]byte, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	printed, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s fails: %w\n%s", name, strings.Join(args, " "), err, bytes.TrimSpace(complaint.Bytes()))
	}
	return printed, nil
}
