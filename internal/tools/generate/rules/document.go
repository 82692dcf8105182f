// Package rules holds an OpenAPI document against what the SDK's generator makes of it. A construct that the generator
// cannot turn into code that is right on the wire is refused here, before a file is written.
package rules

import (
	"bytes"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/speakeasy-api/openapi/overlay"
	yaml3 "gopkg.in/yaml.v3"

	"github.com/stash-sdk/stash-go/internal/contract"
)

// Kind is what is generated from a document, and so which constructs it may use.
type Kind uint8

// The kinds of document.
const (
	Client     Kind = iota // operations that the SDK calls
	GameServer             // operations that the SDK serves
	Webhooks               // events that the SDK receives
)

// Document is a document as it is written, and as the generator sees it: with its overlay applied.
type Document struct {
	Path    string // as refusals name it
	Kind    Kind
	Written *openapi3.T
	Shaped  *openapi3.T
	// Name turns a name of the document into a Go name; nil leaves the rules about names out.
	Name func(string) string
	// Taken are Go names that code written by hand uses already, each with what it is.
	Taken map[string]string
	lines lines
	moved map[string]schema // by the names that nameNameless gave them
}

// Refusal is a place in a document that the generator must not turn into code.
type Refusal struct {
	Path  string // of the document
	Line  int    // 0 when it is not known
	Where string // operation or schema, and the field in it
	What  string // what is wrong and what to do, as the rest of a sentence
}

func (r Refusal) String() string {
	var text strings.Builder
	text.WriteString(r.Path)
	if r.Line > 0 {
		fmt.Fprintf(&text, ":%d", r.Line)
	}
	text.WriteString(": ")
	if r.Where != "" {
		text.WriteString(r.Where + ": ")
	}
	text.WriteString(r.What)
	return text.String()
}

// Load reads a document and applies its overlay; an empty overlay is none. What cannot be read is refused.
func Load(path string, data []byte, overlayPath string, kind Kind) (*Document, []Refusal) {
	d := &Document{Path: path, Kind: kind}
	refuse := func(err error) (*Document, []Refusal) {
		return nil, []Refusal{{Path: path, Line: d.lines.mentioned(err.Error()), What: readable(err)}}
	}
	var root yaml3.Node
	if err := yaml3.Unmarshal(data, &root); err != nil {
		return refuse(fmt.Errorf("it is not YAML: %w", err))
	}
	d.lines = lines{&root}
	if refusals := d.version(); refusals != nil {
		return nil, refusals
	}
	if refusals := d.references(); refusals != nil {
		return nil, refusals
	}
	var err error
	if d.Written, err = load(data, path); err != nil {
		return refuse(fmt.Errorf("it cannot be read as OpenAPI 3.0: %w", err))
	}
	if _, err := contract.Load(data); err != nil {
		return refuse(err)
	}
	shaped := data
	if overlayPath != "" {
		if shaped, err = lay(overlayPath, data); err != nil {
			return refuse(fmt.Errorf("its overlay %s cannot be applied: %w", overlayPath, err))
		}
	}
	if d.Shaped, err = load(shaped, path); err != nil {
		return refuse(fmt.Errorf("with its overlay %s it cannot be read: %w", overlayPath, err))
	}
	closeEnums(d.Shaped)
	if kind == Client {
		d.nameNameless()
	}
	return d, nil
}

// LoadFile reads a document from a file.
func LoadFile(path, overlayPath string, kind Kind) (*Document, []Refusal) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, []Refusal{{Path: path, What: "it cannot be read: " + err.Error()}}
	}
	return Load(path, data, overlayPath, kind)
}

func load(data []byte, path string) (*openapi3.T, error) {
	loader := openapi3.NewLoader()
	loader.IncludeOrigin = true // the generator keeps the order of the document by it
	return loader.LoadFromDataWithPath(data, &url.URL{Path: filepath.ToSlash(path)})
}

// lay applies an overlay, and fails when one of its actions finds nothing to do.
func lay(path string, data []byte) ([]byte, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var actions overlay.Overlay
	if err := yaml3.Unmarshal(text, &actions); err != nil {
		return nil, err
	}
	if err := actions.Validate(); err != nil {
		return nil, err
	}
	var root yaml3.Node
	if err := yaml3.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	if warnings, err := actions.ApplyToStrict(&root); err != nil {
		return nil, fmt.Errorf("%w %s", err, strings.Join(warnings, "; "))
	}
	var out bytes.Buffer
	if err := yaml3.NewEncoder(&out).Encode(&root); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// version refuses other versions of OpenAPI before their other rules make other sentences of it.
func (d *Document) version() []Refusal {
	version, _ := d.lines.text("openapi")
	if strings.HasPrefix(version, "3.0.") {
		return nil
	}
	return []Refusal{d.refusal("/openapi", "", fmt.Sprintf("openapi is %q; write the document in OpenAPI 3.0.3", version))}
}

func (d *Document) refusal(pointer, where, what string) Refusal {
	for { // what was written in another one that has been moved as well
		rest, ok := strings.CutPrefix(pointer, "/components/schemas/")
		name, rest, _ := strings.Cut(rest, "/")
		s, moved := d.moved[unescape(name)]
		if !ok || !moved {
			break
		}
		pointer, where = s.Pointer+"/"+rest, s.Where+strings.TrimPrefix(where, unescape(name))
	}
	return Refusal{Path: d.Path, Line: d.lines.at(pointer), Where: where, What: what}
}

// readable makes one line of an error.
func readable(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	if at := strings.Index(text, " Schema: {"); at > 0 { // kin-openapi repeats the schema and the value
		text = text[:at]
	}
	return strings.TrimPrefix(strings.TrimSpace(text), "contract: ")
}
