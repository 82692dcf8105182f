package code

import (
	"bytes"
	"os"
	"path/filepath"
)

// Place writes the files that differ from what is there, each in one step, and returns their paths.
func Place(root string, files []File) ([]string, error) {
	var written []string
	for _, file := range files {
		path := filepath.Join(root, filepath.FromSlash(file.Path))
		old, err := os.ReadFile(path)
		if err == nil && bytes.Equal(old, []byte(file.Text)) {
			continue
		}
		if err != nil && !os.IsNotExist(err) {
			return written, err
		}
		if err := replace(path, []byte(file.Text)); err != nil {
			return written, err
		}
		written = append(written, file.Path)
	}
	return written, nil
}

// replace writes a file beside the old one and renames it, so that nobody meets half a file.
func replace(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	next, err := os.CreateTemp(filepath.Dir(path), ".generate-*")
	if err != nil {
		return err
	}
	defer os.Remove(next.Name()) // does nothing once it is renamed
	if _, err := next.Write(text); err != nil {
		next.Close()
		return err
	}
	if err := next.Chmod(0o644); err != nil {
		next.Close()
		return err
	}
	if err := next.Close(); err != nil {
		return err
	}
	return os.Rename(next.Name(), path)
}

// Changed reports whether any of the files differs from what is there.
func Changed(root string, files []File) bool {
	for _, file := range files {
		old, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file.Path)))
		if err != nil || !bytes.Equal(old, []byte(file.Text)) {
			return true
		}
	}
	return false
}
