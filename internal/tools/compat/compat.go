package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// checker compares a checkout with a base.
type checker struct {
	base    string // a revision as git reads it; empty for the last release
	oasdiff string // as go run takes it

	announced bool // CHANGELOG.md lists breaks
}

// check returns a line for each break, and a sentence that sums up the comparison.
func (c *checker) check(root string) (found []string, said string, err error) {
	base := c.base
	if base == "" {
		if base, err = lastRelease(root); err != nil {
			return nil, "", err
		}
	}
	if base == "" {
		return nil, "There is no release to compare with: no tag here begins with v. To compare with a commit, run make compat BASE=<rev>.", nil
	}
	temp, err := os.MkdirTemp("", "compat")
	if err != nil {
		return nil, "", err
	}
	defer os.RemoveAll(temp)
	old := filepath.Join(temp, "base")
	if err := checkOut(root, base, old); err != nil {
		return nil, "", err
	}
	changelog, err := os.ReadFile(filepath.Join(root, "CHANGELOG.md"))
	if err != nil {
		return nil, "", err
	}
	c.announced = breakingListed(string(changelog))
	documents, err := c.documents(old, root)
	if err != nil {
		return nil, "", err
	}
	names, err := brokenNames(old, root)
	if err != nil {
		return nil, "", err
	}
	found = append(documents, names...)
	switch {
	case len(found) == 0:
		said = "Nothing breaks programs that were written for " + base + "."
	case c.announced:
		said = "These break programs that were written for " + base + ", and CHANGELOG.md lists breaks under Unreleased."
	default:
		said = "These break programs that were written for " + base + ". Undo them, or list them in CHANGELOG.md under Unreleased, Breaking."
	}
	return found, said, nil
}

// checkOut writes the files of a revision into a new folder.
func checkOut(root, revision, to string) error {
	commit, err := output(root, "git", "rev-parse", "--verify", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return fmt.Errorf("there is no commit %s here to compare with: %w", revision, err)
	}
	if _, err := output(root, "git", "clone", "--quiet", "--shared", "--no-checkout", ".", to); err != nil {
		return err
	}
	_, err = output(to, "git", "checkout", "--quiet", "--detach", string(bytes.TrimSpace(commit)))
	return err
}

// lastRelease is the newest version tag that the checkout contains; empty if there is none.
func lastRelease(root string) (string, error) {
	// git describe fails without a tag just as it does without a repository. git tag tells the two apart.
	tags, err := output(root, "git", "tag", "--list", "v*", "--merged", "HEAD")
	if err != nil || len(bytes.TrimSpace(tags)) == 0 {
		return "", err
	}
	tag, err := output(root, "git", "describe", "--tags", "--abbrev=0", "--match", "v*")
	return string(bytes.TrimSpace(tag)), err
}

// breakingListed reports whether a changelog lists at least one break under Unreleased, Breaking.
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
