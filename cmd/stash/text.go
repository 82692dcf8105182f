package main

import (
	"io"
	"os"
	"strings"
	"unicode"
)

// maxInput is the limit in bytes for a file, standard input and a response.
const maxInput = 8 << 20

// line makes text from outside safe to print on one line, because a terminal obeys control characters.
func line(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(strings.TrimSpace(text), "?"))
}

// input returns the bytes that -d selects, unchanged: the text itself, @file, or - for standard input.
func input(s *streams, d string) ([]byte, error) {
	if d == "-" {
		return limited("standard input", s.in)
	}
	if path, ok := strings.CutPrefix(d, "@"); ok {
		return file(path)
	}
	return []byte(d), nil
}

func file(path string) ([]byte, error) {
	return opened("the body", path, "give the path of a file, or - for standard input")
}

func opened(what, path, next string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, misuse("%s cannot be read: %w; %s", what, err, next)
	}
	defer f.Close()
	return limited(path, f)
}

func limited(what string, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	if err != nil {
		return nil, misuse("%s cannot be read: %w", what, err)
	}
	if len(data) > maxInput {
		return nil, misuse("%s is longer than the limit of %d bytes", what, maxInput)
	}
	return data, nil
}

// quoted quotes a value for a POSIX shell.
func quoted(value string) string {
	return "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
}

// environment returns a variable that must be set. Its error does not show the value.
func environment(name, what string) (string, error) {
	if value := os.Getenv(name); value != "" {
		return value, nil
	}
	return "", misuse("the environment variable %s is missing; set it to %s", name, what)
}
