package torture

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stash-sdk/stash-go/internal/tools/generate/code"
)

// The tests run in the repository's root.
func TestMain(m *testing.M) {
	if err := os.Chdir(filepath.Join("..", "..", "..", "..")); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func client() code.Source {
	source := code.Sources[0]
	source.Settings = source.Settings[:2]
	return source
}

// Every construct that is refused is refused by its place and with advice, and every other one becomes code.
func TestEachConstructWorksOrIsRefused(t *testing.T) {
	works, refused := 0, 0
	compiler := newChecker(t)
	for n, c := range constructs {
		files, refusals, err := code.Bare(".", client(), document(t, base, map[int]construct{n: c}))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		switch {
		case c.refused == "":
			works++
			for _, refusal := range refusals {
				t.Errorf("%s must work, and is refused: %s", c.name, refusal)
			}
			if len(refusals) > 0 {
				continue
			}
			if err := compiler.check(files); err != nil {
				t.Errorf("%s does not compile: %v", c.name, err)
			}
			if c.call == "" {
				t.Errorf("%s works, and nothing calls it", c.name)
			}
		case len(refusals) == 0:
			t.Errorf("%s becomes %d files, and must be refused: %s", c.name, len(files), c.refused)
		default:
			refused++
			want := c.fill(c.refused, n)
			for _, refusal := range refusals {
				if text := refusal.String(); !strings.Contains(text, want) || refusal.Line == 0 {
					t.Errorf("%s is refused with line %d and\n\t%q, want\n\t%q", c.name, refusal.Line, text, want)
				}
			}
		}
	}
	if len(constructs) < 290 {
		t.Errorf("there are %d constructs, fewer than there were", len(constructs))
	}
	t.Logf("%d constructs: %d work, %d are refused", len(constructs), works, refused)
}
