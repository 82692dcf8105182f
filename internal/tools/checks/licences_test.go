package checks

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// licences has the licence of each module that may be linked. A program that calls Stash links only this module. The
// others are linked by the emulator and the developer's tool, which production code does not import.
var licences = map[string]string{
	module: "MIT",

	"github.com/getkin/kin-openapi":            "MIT",
	"github.com/go-openapi/jsonpointer":        "Apache-2.0",
	"github.com/go-openapi/swag/jsonname":      "Apache-2.0",
	"github.com/gorilla/mux":                   "BSD-3-Clause",
	"github.com/santhosh-tekuri/jsonschema/v6": "Apache-2.0",
	"go.yaml.in/yaml/v4":                       "Apache-2.0",
	"go.etcd.io/bbolt":                         "MIT",
	"golang.org/x/sys":                         "BSD-3-Clause",
	"golang.org/x/text":                        "BSD-3-Clause",
}

// Every linked module has a licence under which open and closed programs can be distributed. Production code links only
// this module.
func TestLinkedModulesAreLicensed(t *testing.T) {
	for _, linked := range []struct {
		packages []string
		allowed  []string
	}{
		{productionPackages(t), []string{module}},
		{[]string{"./stash/stashtest", "./cmd/..."}, slices.Collect(maps.Keys(licences))},
	} {
		modules := linkedModules(t, linked.packages)
		if modules[module] == "" {
			t.Errorf("the modules that %q link are %v, without this one", linked.packages, modules)
		}
		for _, sentence := range unlicensed(modules, licences) {
			t.Error(sentence)
		}
		for name := range modules {
			if !slices.Contains(linked.allowed, name) {
				t.Errorf("%q link %s, which is not among the modules that they may.", linked.packages, name)
			}
		}
	}
}

// productionPackages are the packages that programs import in production.
func productionPackages(t *testing.T) (packages []string) {
	t.Helper()
	printed, err := run(".", "go", "list", "./gen/...", "./stash/...")
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, printed)
	}
	for _, name := range strings.Fields(printed) {
		if !below(name, module+"/stash/stashtest") {
			packages = append(packages, name)
		}
	}
	return packages
}

// linkedModules returns the modules that packages link, without the standard library, and the folder of each.
func linkedModules(t *testing.T, packages []string) map[string]string {
	t.Helper()
	printed, err := run(".", "go", append([]string{"list", "-deps", "-f", "{{with .Module}}{{.Path}}\t{{.Dir}}{{end}}"}, packages...)...)
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, printed)
	}
	modules := map[string]string{}
	for line := range strings.Lines(printed) {
		if path, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			modules[path] = dir
		}
	}
	return modules
}

// unlicensed returns a sentence for each module that does not have the expected licence.
func unlicensed(modules, expected map[string]string) (found []string) {
	for path, dir := range modules {
		licence, err := licenceOf(dir)
		switch {
		case err != nil:
			found = append(found, fmt.Sprintf("%s is linked, and %v.", path, err))
		case expected[path] == "":
			found = append(found, fmt.Sprintf("%s is linked with the licence %s; if it should be linked, add it to licences in licences_test.go.", path, licence))
		case expected[path] != licence:
			found = append(found, fmt.Sprintf("%s has the licence %s, and had %s.", path, licence, expected[path]))
		}
	}
	slices.Sort(found)
	return found
}

// permissive has the known licences, each with words that only its text has.
var permissive = []struct{ name, words string }{
	{"Apache-2.0", "Apache License Version 2.0, January 2004"},
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy of this software"},
	{"BSD-3-Clause", "Neither the name of"},
	{"BSD-2-Clause", "Redistribution and use in source and binary forms, with or without modification, are permitted"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted"},
}

// licenceOf names the licence in a module's folder. A licence that asks for more than a notice is an error, even
// beside a permissive one.
func licenceOf(dir string) (string, error) {
	var text strings.Builder
	for _, pattern := range []string{"LICEN[SC]E*", "COPYING*", "licen[sc]e*"} {
		names, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return "", err
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				return "", err
			}
			text.Write(data)
			text.WriteString("\n")
		}
	}
	words := strings.Join(strings.Fields(text.String()), " ")
	switch {
	case words == "":
		return "", errors.New("has no licence file")
	case strings.Contains(strings.ToUpper(words), "GENERAL PUBLIC LICENSE"), strings.Contains(words, "Mozilla Public License"):
		return "", errors.New("its licence asks for more than a notice")
	}
	for _, licence := range permissive {
		if strings.Contains(words, licence.words) {
			return licence.name, nil
		}
	}
	return "", errors.New("its licence is not known here")
}

func TestOddLicencesAreFound(t *testing.T) {
	const mit = "Permission is hereby granted, free of charge, to any person obtaining\na copy of this software"
	for _, tt := range []struct{ name, file, text, complaint string }{
		{"as listed", "LICENSE", mit, ""},
		{"another name", "LICENCE.md", mit, ""},
		{"no file", "README.md", mit, "has no licence file"},
		{"an empty file", "LICENSE", " \n", "has no licence file"},
		{"copyleft", "COPYING", "GNU Lesser General\nPublic License", "asks for more than a notice"},
		{"permissive and copyleft", "LICENSE.txt", mit + "\nMozilla Public License", "asks for more than a notice"},
		{"own words", "LICENSE", "Do what you like.", "is not known here"},
		{"another licence than before", "LICENSE", "Apache License\n   Version 2.0, January 2004", "has the licence Apache-2.0, and had MIT"},
	} {
		dir := t.TempDir()
		writeFile(t, filepath.Join(dir, tt.file), tt.text)
		found := unlicensed(map[string]string{"example.com/a": dir}, map[string]string{"example.com/a": "MIT"})
		if tt.complaint == "" && len(found) > 0 || tt.complaint != "" && (len(found) != 1 || !strings.Contains(found[0], tt.complaint)) {
			t.Errorf("%s: found %q, want %q", tt.name, found, tt.complaint)
		}
	}
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "LICENSE"), mit)
	if found := unlicensed(map[string]string{"example.com/new": dir}, nil); len(found) != 1 || !strings.Contains(found[0], "add it to licences") {
		t.Errorf("a new module gives %q", found)
	}
}
