package readme

import (
	"strings"
	"testing"
)

const fixture = `# Title

~~~
package main
~~~

` + "```go" + `
client.Call() // a fragment is not compiled
` + "```" + `

1. In a list:

   ` + "```go" + `
   package main

   import (
   	"fmt"

   	"github.com/stash-sdk/stash-go/stash"
   )

   func main() { fmt.Println(stash.APIKey("fake-key")) }
   ` + "```" + `

` + "```sh" + `
package main
` + "```" + `
`

func TestProgramsCompile(t *testing.T) {
	if programs := Programs(fixture); len(programs) != 1 {
		t.Fatalf("the fixture has one program, and %d were found: %q", len(programs), programs)
	}
	if err := Compile("../../..", fixture); err != nil {
		t.Error(err)
	}
}

func TestWhatDoesNotCompileIsFound(t *testing.T) {
	for _, wrong := range []struct{ name, markdown, complaint string }{
		{"a name that is not there", strings.Replace(fixture, "stash.APIKey", "stash.Password", 1), "undefined: stash.Password"},
		{"a variable that is not used", strings.Replace(fixture, "fmt.Println(", "unused := (", 1), "declared and not used: unused"},
		{"a package that nobody has", strings.Replace(fixture, "stash-go/stash", "stash-go/cache", 1), "stash-go/cache"},
		{"no program", "# Title\n", "there is no Go program"},
	} {
		if err := Compile("../../..", wrong.markdown); err == nil || !strings.Contains(err.Error(), wrong.complaint) {
			t.Errorf("%s gives %v, want %q", wrong.name, err, wrong.complaint)
		}
	}
}
