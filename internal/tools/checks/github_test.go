package checks

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// workflow is what is checked of a GitHub workflow.
type workflow struct {
	Permissions map[string]string
	Jobs        map[string]struct {
		Minutes int `yaml:"timeout-minutes"`
		Steps   []struct{ Uses, Run string }
	}
}

var (
	pinned     = regexp.MustCompile(`^actions/[a-z-]+@v[0-9]+$`)
	makeTarget = regexp.MustCompile(`(?m)^(?:\S+=\S+ )*make ([a-z]+)`)
)

// GitHub's files can be read, and run only what runs on any machine: .ci/run and targets of the Makefile.
func TestWorkflows(t *testing.T) {
	names, err := filepath.Glob(".github/workflows/*.yml")
	if err != nil || len(names) == 0 {
		t.Fatalf("there is no workflow: %v", err)
	}
	for _, name := range names {
		for _, sentence := range workflowFaults(readFile(t, name)) {
			t.Errorf("%s: %s", name, sentence)
		}
	}
	if !strings.Contains(readFile(t, ".github/workflows/ci.yml"), "run: .ci/run\n") {
		t.Error("ci.yml does not run .ci/run.")
	}
	for _, target := range makeTarget.FindAllStringSubmatch(readFile(t, ".ci/run"), -1) {
		if !hasTarget(readFile(t, "Makefile"), target[1]) {
			t.Errorf(".ci/run runs make %s, which the Makefile does not have.", target[1])
		}
	}

	good := readFile(t, ".github/workflows/fuzz.yml")
	for _, wrong := range []struct{ old, bad, complaint string }{
		{"permissions:\n", "permissions: [\n", "is not YAML"},
		{"contents: read", "contents: write", "may write"},
		{"    timeout-minutes: 350\n", "", "has no time limit"},
		{"actions/checkout@v4", "actions/checkout@main", "actions/checkout@main is not an action of GitHub's by major version"},
		{"run: make fuzz", "run: make fuss", "make fuss, which the Makefile does not have"},
		{"run: make fuzz", "run: go test ./... #", "runs something other than"},
	} {
		found := workflowFaults(strings.Replace(good, wrong.old, wrong.bad, 1))
		if len(found) == 0 || !strings.Contains(found[0], wrong.complaint) {
			t.Errorf("%q in place of %q gives %q", wrong.bad, wrong.old, found)
		}
	}
}

func workflowFaults(text string) (found []string) {
	var w workflow
	if err := yaml.Unmarshal([]byte(text), &w); err != nil {
		return []string{"it is not YAML that a workflow can be: " + err.Error()}
	}
	if len(w.Permissions) != 1 || w.Permissions["contents"] != "read" {
		found = append(found, "it may write, or its permissions are not given.")
	}
	makefile, _ := os.ReadFile("Makefile")
	for name, job := range w.Jobs {
		if job.Minutes == 0 {
			found = append(found, "the job "+name+" has no time limit.")
		}
		for _, step := range job.Steps {
			target := makeTarget.FindStringSubmatch(step.Run)
			switch {
			case step.Uses != "" && !pinned.MatchString(step.Uses):
				found = append(found, step.Uses+" is not an action of GitHub's by major version.")
			case step.Uses != "", step.Run == ".ci/run", strings.HasPrefix(step.Run, "sudo apt-get "):
			case target == nil:
				found = append(found, "it runs something other than .ci/run, a target of the Makefile, or apt-get: "+step.Run)
			case !hasTarget(string(makefile), target[1]):
				found = append(found, fmt.Sprintf("it runs make %s, which the Makefile does not have.", target[1]))
			}
		}
	}
	return found
}

func hasTarget(makefile, name string) bool { return strings.Contains(makefile, "\n"+name+":") }

// Dependabot looks at every module of the repository, and each issue form is one that GitHub accepts.
func TestDependabotAndForms(t *testing.T) {
	var bot struct {
		Updates []struct {
			Ecosystem   string `yaml:"package-ecosystem"`
			Directories []string
		}
	}
	if err := yaml.Unmarshal([]byte(readFile(t, ".github/dependabot.yml")), &bot); err != nil {
		t.Fatal(err)
	}
	listed, err := run(".", "git", "ls-files", "--cached", "--others", "--exclude-standard", "go.mod", "*/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range strings.Fields(listed) {
		folder := "/" + strings.TrimPrefix(filepath.ToSlash(filepath.Dir(file)), ".")
		if !slices.Contains(bot.Updates[0].Directories, folder) {
			t.Errorf(".github/dependabot.yml does not list %s, which is a module.", folder)
		}
	}
	names, err := filepath.Glob(".github/ISSUE_TEMPLATE/*.yml")
	if err != nil || len(names) < 3 {
		t.Fatalf("there are the forms %q: %v", names, err)
	}
	for _, name := range names {
		var form struct {
			Name, Description string
			Body              []struct {
				ID, Type   string
				Attributes struct{ Label, Value string }
			}
		}
		if err := yaml.Unmarshal([]byte(readFile(t, name)), &form); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if filepath.Base(name) == "config.yml" {
			continue
		}
		seen := map[string]bool{}
		for _, field := range form.Body {
			if field.Type != "markdown" && (field.ID == "" || seen[field.ID] || field.Attributes.Label == "") {
				t.Errorf("%s: a field of type %s has no label, or no id of its own.", name, field.Type)
			}
			seen[field.ID] = true
		}
		if form.Name == "" || form.Description == "" || len(seen) < 2 {
			t.Errorf("%s has no name, description or fields.", name)
		}
	}
}
