package worktree

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

func TestCopyTakesWhatACommitWouldHold(t *testing.T) {
	root, to := t.TempDir(), t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", args...)
		cmd.Dir = root
		if output, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v: %s", args, err, output)
		}
	}
	for name, text := range map[string]string{
		".gitignore": "*.log\n", "a/tracked": "1", "removed": "2", "a/new file": "3", "noise.log": "4",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	git("init", "--quiet")
	git("add", "a/tracked", "removed")
	if err := os.Remove(filepath.Join(root, "removed")); err != nil {
		t.Fatal(err)
	}

	if err := Copy(root, to); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := filepath.WalkDir(to, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(to, path)
			got = append(got, filepath.ToSlash(name))
		}
		return err
	})
	if want := []string{".gitignore", "a/new file", "a/tracked"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("the copy holds %q (%v), want %q", got, err, want)
	}
	if info, err := os.Stat(filepath.Join(to, "a", "tracked")); err != nil || info.Mode().Perm()&0o100 == 0 {
		t.Errorf("the copy lost the right to execute: %v, %v", info, err)
	}
}

func TestFilesOfNoRepositoryIsAnError(t *testing.T) {
	if files, err := Files(t.TempDir()); err == nil {
		t.Errorf("a folder that is no checkout gives %q and no error", files)
	}
}
