package arch

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

const (
	module     = "linli/"
	maxFile    = 400
	maxPackage = 1500
)

// floors, from the ground up. A package imports lower floors only; packages of
// one floor do not see each other, unless the floor is open. A new folder needs
// a place here.
var floors = []struct {
	name string
	open bool // packages of this floor may import each other (Go forbids cycles)
	dirs []string
}{
	{"kernel", true, []string{"internal/region", "internal/fault", "internal/role", "internal/money", "internal/cnid", "internal/calendar", "internal/geo", "internal/privacy", "internal/town", "internal/town/*"}},
	{"parts of engines", true, []string{"engine/*/*"}},
	{"engine", false, []string{"engine/*"}},
	{"platform", true, []string{"internal/platform/*"}},
	{"rules of registers", true, []string{"internal/directory/*", "internal/people/*", "internal/family/*"}},
	{"registers", false, []string{"internal/people", "internal/directory", "internal/family", "internal/settings"}},
	{"plan", false, []string{"internal/exchange/*"}},
	{"heart", false, []string{"internal/exchange"}},
	{"rules of features", true, []string{"internal/orders/*", "internal/delivery/*", "internal/settlement/*", "internal/supervision/*", "internal/sharing/*/*", "internal/party/*", "internal/pairing/*"}},
	{"features", false, []string{"internal/onedoor", "internal/roster", "internal/duplicates", "internal/orders", "internal/delivery", "internal/settlement", "internal/supervision", "internal/inbox", "internal/sharing/*", "internal/deliberation", "internal/party", "internal/pairing", "internal/grid", "internal/orgs", "internal/volunteers", "internal/fund", "internal/identity"}},
	{"parts of looks", true, []string{"internal/cloud/demandmap/mvt", "internal/cloud/decisions/*", "internal/connect/*/*"}},
	{"cloud", false, []string{"internal/cloud/*", "internal/connect/*"}},
	{"web", false, []string{"web"}},
	{"views", false, []string{"internal/app/*"}}, // what a feature is shown of others
	{"app", true, []string{"internal/app", "internal/arch", "cmd/*", "cmd/*/*", "cmd/*/*/*", "tools/*"}},
}

// debts are packages longer than they should be, with the length that they may
// have now. The list may only get shorter and its numbers smaller: each wants a
// part of its vocabulary in a folder below it, as directory/hours is one.
var debts = map[string]int{
	"internal/people":       2900,
	"internal/directory":    2700,
	"internal/exchange":     2000,
	"internal/connect/hsds": 1650,
}

func floorOf(pkg string) int {
	for i, f := range floors {
		for _, d := range f.dirs {
			if ok, _ := path.Match(d, pkg); ok || pkg == d {
				return i
			}
		}
	}
	return -1
}

// engineOf is the engine that a package is, or is a part of: "engine/siting".
func engineOf(pkg string) string {
	parts := strings.SplitN(pkg, "/", 3)
	return strings.Join(parts[:min(2, len(parts))], "/")
}

// files calls fn for every committed Go file, by its path from the root.
func files(t *testing.T, fn func(rel string, src []byte)) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "bench") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(file, ".go") {
			return nil
		}
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, file)
		fn(filepath.ToSlash(rel), src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFloors(t *testing.T) {
	described, size := map[string]bool{}, map[string]int{}
	files(t, func(rel string, src []byte) {
		pkg := path.Dir(rel)
		test := strings.HasSuffix(rel, "_test.go")
		f, err := parser.ParseFile(token.NewFileSet(), rel, src, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		described[pkg] = described[pkg] || f.Doc != nil
		if lines := bytes.Count(src, []byte("\n")); !test {
			if size[pkg] += lines; lines > maxFile {
				t.Errorf("%s has %d lines, more than %d: split it by meaning", rel, lines, maxFile)
			}
		}
		mine := floorOf(pkg)
		if mine < 0 {
			t.Errorf("%s stands on no floor: add it to floors", pkg)
			return
		}
		if test {
			return
		}
		for _, im := range f.Imports {
			p, _ := strconv.Unquote(im.Path.Value)
			dep, ours := strings.CutPrefix(p, module)
			if !ours || dep == pkg {
				continue
			}
			its := floorOf(dep)
			switch {
			case its < 0:
				t.Errorf("%s imports %s, which stands on no floor", rel, dep)
			case its > mine:
				t.Errorf("%s (%s) looks up at %s (%s)", rel, floors[mine].name, dep, floors[its].name)
			case its == mine && !floors[mine].open:
				t.Errorf("%s looks sideways at %s: take a small interface or an event instead", rel, dep)
			case strings.HasPrefix(pkg, "engine/") && engineOf(dep) != engineOf(pkg):
				t.Errorf("%s: an engine stands on its own, yet imports %s", rel, dep)
			case strings.HasPrefix(dep, "engine/") && floors[mine].name == "platform":
				t.Errorf("%s: platform does not know the engine", rel)
			}
		}
	})
	for pkg, has := range described {
		if !has {
			t.Errorf("%s has no package comment", pkg)
		}
		if _, err := os.Stat(filepath.Join("../..", pkg, "doc.go")); err != nil && (strings.HasPrefix(pkg, "internal/") || strings.HasPrefix(pkg, "engine/")) {
			t.Errorf("%s has no doc.go", pkg)
		}
		limit := max(maxPackage, debts[pkg])
		if size[pkg] > limit {
			t.Errorf("%s has %d lines, more than %d: give a part of it a folder of its own", pkg, size[pkg], limit)
		}
		if debts[pkg] > 0 && size[pkg] <= maxPackage {
			t.Errorf("%s is short enough now: take it off the debts", pkg)
		}
	}
}

// The clock is read in app and cmd only; elsewhere the time is an argument.
func TestNobodyLooksAtTheClock(t *testing.T) {
	files(t, func(rel string, src []byte) {
		if strings.HasSuffix(rel, "_test.go") || strings.HasPrefix(rel, "internal/app/") || strings.HasPrefix(rel, "cmd/") || rel == "internal/platform/storetest/storetest.go" {
			return
		}
		if bytes.Contains(src, []byte("time.Now()")) {
			t.Errorf("%s reads the clock", rel)
		}
	})
}

// SQL goes through platform/store: no feature opens its own way to the database.
func TestOnlyThePlatformTalksToTheDriver(t *testing.T) {
	raw := regexp.MustCompile(`\.(QueryContext|ExecContext|QueryRowContext|BeginTx)\(`)
	files(t, func(rel string, src []byte) {
		if !strings.HasPrefix(rel, "internal/platform/") && raw.Match(src) {
			t.Errorf("%s talks to the driver", rel)
		}
	})
}

// A table is named only in the folder that makes it.
func TestTablesStayAtHome(t *testing.T) {
	made := map[string]string{}
	create := regexp.MustCompile(`(?i)CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)`)
	root, _ := filepath.Abs("../..")
	schemas, err := filepath.Glob(root + "/internal/*/schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob(root + "/internal/*/*/schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range append(schemas, more...) {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		home, _ := filepath.Rel(root, filepath.Dir(filepath.Dir(f)))
		for _, m := range create.FindAllSubmatch(b, -1) {
			made[string(m[1])] = filepath.ToSlash(home)
		}
	}
	if len(made) < 10 {
		t.Fatalf("only %d tables found", len(made))
	}
	use := regexp.MustCompile(`(?i)\b(?:FROM|JOIN|INTO|UPDATE) ([a-z_]+)\b`)
	files(t, func(rel string, src []byte) {
		if strings.HasSuffix(rel, "_test.go") {
			return
		}
		for _, m := range use.FindAllSubmatch(src, -1) {
			if home := made[string(m[1])]; home != "" && path.Dir(rel) != home {
				t.Errorf("%s names %s, a table of %s", rel, m[1], home)
			}
		}
	})
}
