package transport

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/stash-sdk/stash-go/internal/wire"
)

// Multipart encodes a body whose properties are files, texts, numbers, booleans and lists of them as multipart/form-data,
// and sets the Content-Type that names its boundary. Properties that JSON would leave out are left out.
func Multipart(body any, header *Header) (Encoded, error) {
	var out bytes.Buffer
	parts := multipart.NewWriter(&out)
	value := reflect.ValueOf(body).Elem()
	for i := range value.NumField() {
		name, options, _ := strings.Cut(value.Type().Field(i).Tag.Get("json"), ",")
		field := value.Field(i)
		if options != "" && (field.IsZero() || field.Kind() == reflect.Slice && field.Len() == 0) {
			continue
		}
		if err := writeParts(parts, name, reflect.Indirect(field)); err != nil {
			return nil, err
		}
	}
	if err := parts.Close(); err != nil {
		return nil, err
	}
	return Encoded(out.Bytes()), header.Set("Content-Type", parts.FormDataContentType())
}

func writeParts(parts *multipart.Writer, name string, value reflect.Value) error {
	if value.Kind() == reflect.Slice && value.Type().Elem().Kind() != reflect.Uint8 {
		if value.Len() == 0 {
			return noEntries(name)
		}
		for i := range value.Len() {
			if err := writeParts(parts, name, value.Index(i)); err != nil {
				return err
			}
		}
		return nil
	}
	if file, ok := value.Interface().(wire.File); ok {
		return writeFile(parts, name, file)
	}
	text, err := json.Marshal(value.Interface())
	if err != nil {
		return &wire.Problem{Field: name, What: "cannot be encoded: " + err.Error()}
	}
	plain := string(text)
	if value.Kind() == reflect.String {
		plain = value.String() // json.Marshal escapes some characters, and replaces what is not UTF-8
		if !utf8.ValidString(plain) {
			return &wire.Problem{Field: name, What: notUTF8}
		}
	} else if unquoted, err := strconv.Unquote(plain); err == nil {
		plain = unquoted // a time, or a 64-bit integer
	}
	return parts.WriteField(name, plain)
}

func writeFile(parts *multipart.Writer, name string, file wire.File) error {
	kind := cmp.Or(file.Type, "application/octet-stream")
	if strings.ContainsFunc(kind, func(r rune) bool { return r < ' ' || r >= 0x7f }) {
		return &wire.Problem{Field: name, What: fmt.Sprintf("has the Type %.40q, which is no media type", kind)}
	}
	part, err := parts.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition(name, cmp.Or(file.Name, name))},
		"Content-Type":        {kind},
	})
	if err != nil {
		return err
	}
	_, err = part.Write(file.Data)
	return err
}
