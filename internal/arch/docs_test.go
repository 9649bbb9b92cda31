package arch

import (
	"bytes"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/security/unscoped.md and docs/faults.md anew")

const unscoped = "../../docs/security/unscoped.md"

// Every way past the scope in the SQL states its reason, and a reader of one page
// sees them all: a new one is seen in review.
func TestEveryWayPastTheScopeIsListed(t *testing.T) {
	consts, calls := map[string]string{}, map[string]bool{}
	type call struct{ pkg, name string }
	var named []call
	files(t, func(rel string, src []byte) {
		pkg := path.Dir(rel)
		if strings.HasSuffix(rel, "_test.go") || pkg == "internal/platform/store" {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), rel, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, v := range n.Values {
					if lit, ok := v.(*ast.BasicLit); ok && lit.Kind == token.STRING {
						text, _ := strconv.Unquote(lit.Value)
						consts[pkg+"."+n.Names[i].Name] = text
					}
				}
			case *ast.CallExpr:
				sel, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || sel.Sel.Name != "Unscoped" && sel.Sel.Name != "UnscopedExec" {
					return true
				}
				switch arg := n.Args[1].(type) {
				case *ast.BasicLit:
					text, _ := strconv.Unquote(arg.Value)
					calls["| `"+pkg+"` | "+text+" |"] = true
				case *ast.Ident:
					named = append(named, call{pkg, arg.Name})
				default:
					t.Errorf("%s: the reason of an Unscoped is a constant", rel)
				}
			}
			return true
		})
	})
	for _, c := range named {
		text, ok := consts[c.pkg+"."+c.name]
		if !ok {
			t.Errorf("%s: %s is no constant", c.pkg, c.name)
		}
		calls["| `"+c.pkg+"` | "+text+" |"] = true
	}
	var rows []string
	for row := range calls {
		rows = append(rows, row)
	}
	slices.Sort(rows)
	golden(t, unscoped, "# Ways past the scope\n\nEvery statement carries the regions of its viewer, but for these, each for the reason given.\n`go test ./internal/arch -update` writes this page; a new row wants a reviewer.\n\n| folder | reason |\n|---|---|\n"+strings.Join(rows, "\n")+"\n")
}

func golden(t *testing.T, page, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(page); err != nil || string(got) != want {
		t.Errorf("%s is not what the code says: go test ./internal/arch -update writes it anew, for review (%v)", page, err)
	}
}

// Every refusal has a code of its own and words in both languages; one page
// lists them for whoever answers the telephone.
func TestEveryRefusalIsListed(t *testing.T) {
	seen := map[string]string{}
	var rows []string
	files(t, func(rel string, src []byte) {
		if strings.HasSuffix(rel, "_test.go") || !bytes.Contains(src, []byte("fault.New(")) {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), rel, src, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok || len(c.Args) != 4 {
				return true
			}
			if sel, ok := c.Fun.(*ast.SelectorExpr); !ok || sel.Sel.Name != "New" {
				return true
			} else if x, ok := sel.X.(*ast.Ident); !ok || x.Name != "fault" {
				return true
			}
			var text [3]string
			for i, a := range c.Args[1:] {
				lit, ok := a.(*ast.BasicLit)
				if !ok {
					t.Errorf("%s: the code and words of a fault are plain text", rel)
					return true
				}
				text[i], _ = strconv.Unquote(lit.Value)
			}
			code, pkg := text[0], path.Dir(rel)
			if where := seen[code]; where != "" {
				t.Errorf("%s is refused with in %s and in %s", code, where, pkg)
			}
			seen[code] = pkg
			if text[1] == "" || text[2] == "" || text[1] == text[2] {
				t.Errorf("%s in %s wants words in both languages", code, pkg)
			}
			rows = append(rows, "| `"+code+"` | "+text[1]+" | "+text[2]+" | `"+pkg+"` |")
			return true
		})
	})
	slices.Sort(rows)
	golden(t, "../../docs/faults.md", "# Refusals\n\nWhat the system says when it does not do something, by its stable code. `%s`, `%d` and `%q` stand for what was given.\n`go test ./internal/arch -update` writes this page.\n\n| code | 中文 | English | folder |\n|---|---|---|---|\n"+strings.Join(rows, "\n")+"\n")
}

// Every dependency has its reason in one line.
func TestEveryDependencyHasItsReason(t *testing.T) {
	adr, err := os.ReadFile("../../docs/decisions/0017-dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	direct := regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(mod), -1)
	for _, front := range []string{"staff", "resident"} {
		npm, err := os.ReadFile("../../web/" + front + "/package.json")
		if err != nil {
			t.Fatal(err)
		}
		direct = append(direct, regexp.MustCompile(`(?m)^    "(\S+)": "[\^~]?\d`).FindAllStringSubmatch(string(npm), -1)...)
	}
	if len(direct) < 40 {
		t.Fatalf("only %d dependencies found", len(direct))
	}
	for _, m := range direct {
		if !strings.Contains(string(adr), "`"+m[1]+"`") {
			t.Errorf("%s has no reason in docs/decisions/0017-dependencies.md", m[1])
		}
	}
	listed := regexp.MustCompile("(?m)^\\| `([^`]+)`").FindAllStringSubmatch(string(adr), -1)
	for _, m := range listed {
		if !slices.ContainsFunc(direct, func(d []string) bool { return d[1] == m[1] }) {
			t.Errorf("%s is listed and not used", m[1])
		}
	}
}

// The door for a reader of the case study: each row names a folder that exists,
// unless it is still to come, and every feature has its row.
func TestTheMapIsTrue(t *testing.T) {
	b, err := os.ReadFile("../../docs/map.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile("(?m)^\\| ([^|]+) \\| `([^`]+)` \\| ([^|]*)\\| ([^|]+) \\|$").FindAllStringSubmatch(string(b), -1)
	if len(rows) < 15 {
		t.Fatalf("only %d rows found", len(rows))
	}
	has := map[string]bool{}
	for _, r := range rows {
		has[r[2]] = true
		_, err := os.Stat("../../" + r[2])
		if later := strings.TrimSpace(r[4]) == "later"; later == (err == nil) {
			t.Errorf("docs/map.md: %s is said to be %q; on disk: %v", r[2], r[4], err)
		}
	}
	files(t, func(rel string, _ []byte) {
		pkg := path.Dir(rel)
		if at := floorOf(pkg); at >= 0 && slices.Contains([]string{"registers", "heart", "features", "cloud"}, floors[at].name) && !has[pkg] {
			has[pkg] = true // say it once
			t.Errorf("docs/map.md has no row for %s", pkg)
		}
	})
}
