package main

import (
	"bytes"
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"slices"
	"strings"
)

// loadPublic compiles a checkout and reads the packages that programs can import, sorted by path: no commands, and
// nothing below a folder named internal.
func loadPublic(root string) (module string, packages []*types.Package, err error) {
	printed, err := output(root, "go", "list", "-m")
	if err != nil {
		return "", nil, err
	}
	module = string(bytes.TrimSpace(printed))
	printed, err = output(root, "go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}\t{{.Name}}\t{{.DepOnly}}", "./...")
	if err != nil {
		return "", nil, err
	}
	compiled := map[string]string{} // by import path: the file that the compiler wrote
	var public []string
	for line := range strings.Lines(string(printed)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		path, name, dependency := fields[0], fields[2], fields[3] == "true"
		compiled[path] = fields[1]
		if !dependency && name != "main" && !isInternal(path) {
			public = append(public, path)
		}
	}
	read := importer.ForCompiler(token.NewFileSet(), "gc", func(path string) (io.ReadCloser, error) {
		if compiled[path] == "" {
			return nil, fmt.Errorf("go list -export named no file for %s", path)
		}
		return os.Open(compiled[path])
	})
	slices.Sort(public)
	for _, path := range public {
		pkg, err := read.Import(path)
		if err != nil {
			return "", nil, fmt.Errorf("%s cannot be read: %w", path, err)
		}
		packages = append(packages, pkg)
	}
	return module, packages, nil
}

// isInternal reports whether programs of other modules cannot import a package.
func isInternal(path string) bool { return strings.Contains("/"+path+"/", "/internal/") }
