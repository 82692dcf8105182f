// Package worktree lists and copies the files of a git checkout. Tools and checks that must not change the checkout,
// such as make drift, work on a copy.
package worktree

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Files lists the files that a fresh clone would have if everything in the checkout were committed now. The paths are
// relative to root and have slashes.
func Files(root string) ([]string, error) {
	cmd := exec.Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate")
	cmd.Dir = root
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	list, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("git cannot list the files of %s: %w: %s", root, err, bytes.TrimSpace(complaint.Bytes()))
	}
	var files []string
	for name := range bytes.SplitSeq(bytes.TrimSuffix(list, []byte{0}), []byte{0}) {
		// git lists a file that was removed until the removal is committed.
		if info, err := os.Lstat(filepath.Join(root, string(name))); err == nil && info.Mode().IsRegular() {
			files = append(files, string(name))
		}
	}
	return files, nil
}

// Copy copies the files of a checkout, without .git, into a directory.
func Copy(root, to string) error {
	files, err := Files(root)
	if err != nil {
		return err
	}
	for _, name := range files {
		if err := copyFile(filepath.Join(root, name), filepath.Join(to, name)); err != nil {
			return fmt.Errorf("%s cannot be copied: %w", name, err)
		}
	}
	return nil
}

func copyFile(from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, data, info.Mode().Perm())
}
