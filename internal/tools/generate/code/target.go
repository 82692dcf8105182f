// Package code makes the generated files of the SDK from its documents: in memory first, then compiled beside the code
// written by hand, and put into place only when everything is right.
package code

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	yaml3 "gopkg.in/yaml.v3"

	"github.com/stash-sdk/stash-go/internal/tools/generate/rules"
)

// Source is a document and the settings of the files that are made from it.
type Source struct {
	Path     string
	Kind     rules.Kind
	Settings []string // the first one's package has the types
	Hand     string   // folder of the package that users import, whose hand-written names are taken
	bare     bool     // without its overlay
}

// Sources are the SDK's documents.
var Sources = []Source{
	{Path: "api/openapi.yaml", Kind: rules.Client, Hand: "stash",
		Settings: []string{"api/gen.gen.yaml", "api/stash.gen.yaml", "internal/tools/rivals/oapi/gen.yaml"}},
	{Path: "api/webhooks.yaml", Kind: rules.Webhooks, Hand: "stash/webhook",
		Settings: []string{"api/webhook.gen.yaml", "api/webhook-names.gen.yaml"}},
	{Path: "api/gameserver.yaml", Kind: rules.GameServer, Hand: "stash/gameserver",
		Settings: []string{"api/gameserver.gen.yaml", "api/gameserver-names.gen.yaml"}},
}

// settings is the generator's configuration file, and where its output goes.
type settings struct {
	codegen.Configuration `yaml:",inline"`
	Output                string `yaml:"output"`
}

// readSettings reads a configuration file as the generator's own command does.
func readSettings(root, path string) (settings, error) {
	var s settings
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		return s, err
	}
	decoder := yaml3.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	if err := decoder.Decode(&s); err != nil {
		return s, fmt.Errorf("%s: %w", path, err)
	}
	s.Configuration = s.UpdateDefaults()
	if err := s.Validate(); err != nil {
		return s, fmt.Errorf("%s: %w", path, err)
	}
	for name, template := range s.OutputOptions.UserTemplates {
		at := filepath.Join(root, template)
		if _, err := os.Stat(at); err != nil { // the generator would look for it on the web
			return s, fmt.Errorf("%s: template %s: %w", path, name, err)
		}
		s.OutputOptions.UserTemplates[name] = at
	}
	return s, nil
}
