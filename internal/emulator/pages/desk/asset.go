package desk

import (
	"embed"
	"mime"
	"path"
)

//go:embed assets
var assets embed.FS

// Asset returns a file that pages refer to, and its media type. The type is empty when there is no such file.
func Asset(name string) (data []byte, mediaType string) {
	data, err := assets.ReadFile("assets/" + name)
	if err != nil {
		return nil, ""
	}
	return data, mediaTypes[path.Ext(name)]
}

// mediaTypes are fixed here because package mime takes them from the machine that it runs on.
var mediaTypes = map[string]string{
	".css": mime.FormatMediaType("text/css", charset), ".js": mime.FormatMediaType("text/javascript", charset), ".svg": "image/svg+xml",
}

var charset = map[string]string{"charset": "utf-8"}
