package upkeep

import (
	"os"
	"testing"

	"github.com/stash-sdk/stash-go/internal/readme"
)

func TestProgramsOfTheReadmeCompile(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatalf("README.md must be there, with a program to paste: %v", err)
	}
	if err := readme.Compile(".", string(text)); err != nil {
		t.Errorf("README.md: %v", err)
	}
}
