package linkage_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"linli/cmd/linli/solve/solvetest"
)

const sample = "../../../../docs/guide/samples/linkage-canteen.csv"

type answer struct {
	Records, Pairs, Clusters int
	Columns                  map[string]string
	Verified                 bool
	Seconds                  *float64
}

func solved(t *testing.T, args ...string) answer {
	t.Helper()
	said := solvetest.Run(t, 0, append([]string{"linkage", "--json"}, args...)...)
	line := said[strings.Index(said, "{"):]
	line, _, _ = strings.Cut(line, "\n")
	var a answer
	if err := json.Unmarshal([]byte(line), &a); err != nil || a.Seconds == nil || !a.Verified {
		t.Fatalf("%q: %v", said, err)
	}
	return a
}

func read(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // read only
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// pairs are the links of a file as "a b".
func pairs(t *testing.T, path string) string {
	t.Helper()
	rows := read(t, path)
	if strings.Join(rows[0], ",") != "id_a,id_b,probability,reason" {
		t.Fatal(rows[0])
	}
	var out []string
	for _, r := range rows[1:] {
		out = append(out, r[0]+" "+r[1])
		if p, err := strconv.ParseFloat(r[2], 64); err != nil || p < 0.5 || p > 1 || r[3] == "" {
			t.Errorf("%v %v", r, err)
		}
	}
	return strings.Join(out, ", ")
}

func TestTheSampleOfTheGuideIsLinked(t *testing.T) {
	out, clusters, model := filepath.Join(t.TempDir(), "p.csv"), filepath.Join(t.TempDir(), "c.csv"), filepath.Join(t.TempDir(), "m.json")
	a := solved(t, sample, "--id", "卡号", "--out", out, "--clusters", clusters, "--model", model)
	if a.Records != 12 || a.Pairs != 3 || a.Clusters != 9 || a.Columns["身份证号"] != "resident_id" || a.Columns["住址"] != "address" || a.Columns["卡号"] != "id" {
		t.Errorf("%+v", a)
	}
	if got := pairs(t, out); got != "C01 C02, C03 C04, C11 C12" {
		t.Error(got)
	}
	if rows := read(t, clusters); len(rows) != 13 || rows[2][0] != "C02" || rows[2][1] != rows[1][1] || rows[3][1] == rows[1][1] {
		t.Error(rows)
	}
	text, err := os.ReadFile(model)
	if err != nil || !json.Valid(text) {
		t.Error(err)
	}
}

func TestPairsKnownToBeOfTwoStayApart(t *testing.T) {
	out := filepath.Join(t.TempDir(), "p.csv")
	apart := solvetest.Put(t, "apart.csv", "id_a,id_b\nC01,C02\n")
	solved(t, sample, "--id", "卡号", "--out", out, "--apart", apart)
	if got := pairs(t, out); got != "C03 C04, C11 C12" {
		t.Error(got)
	}
}

func TestTwoTablesAreLinkedAcross(t *testing.T) {
	roster := solvetest.Put(t, "roster.csv", "id,name,birth,phone\n1,Ann Lee,1950-02-03,16000000001\n2,Bo Chan,1961-12-24,16000000002\n3,Cy Wong,1947-07-07,16000000003\n")
	canteen := solvetest.Put(t, "canteen.csv", "phone,id,name,birth\n16000000003,1,Cy Wong,1947-07-07\n16000000009,2,Dee Yip,1980-01-30\n16000000001,3,Anne Lee,1950-02-03\n")
	out, clusters := filepath.Join(t.TempDir(), "p.csv"), filepath.Join(t.TempDir(), "c.csv")
	a := solved(t, roster, canteen, "--id", "id", "--out", out, "--clusters", clusters)
	if got := pairs(t, out); got != "1 3, 3 1" || a.Records != 6 {
		t.Errorf("%s of %+v", got, a)
	}
	if rows := read(t, clusters); rows[1][0] != "a:1" || rows[6][0] != "b:3" || rows[6][1] != rows[1][1] {
		t.Error(rows)
	}
}

func TestBadTablesAreRefusedByName(t *testing.T) {
	for name, c := range map[string]struct{ text, want, args string }{
		"nothing":           {"", "file is empty", ""},
		"a header alone":    {"id,name\n", "no records", ""},
		"a column twice":    {"name,name\na,b\n", "stands twice", ""},
		"a long row":        {"id,name\n1,a,b,c\n", "4 fields, the header 2", ""},
		"no name":           {"id,name\n,a\nx,b\n", "has no id", "--id id"},
		"one name twice":    {"id,name\n1,a\n1,b\n", "the same id", "--id id"},
		"an unknown column": {"id,name\n1,a\n", `no column "card"`, "--id card"},
		"an unknown role":   {"id,name\n1,a\n", `"nickname" is no role`, "--role name=nickname"},
		"no evidence":       {"id,name\n1,a\n", "no column that says anything", "--id id --ignore name"},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"linkage", solvetest.Put(t, "t.csv", c.text)}, strings.Fields(c.args)...)
			if said := solvetest.Run(t, 1, args...); !strings.Contains(said, c.want) {
				t.Errorf("%q does not say %q", said, c.want)
			}
		})
	}
	stranger := solvetest.Put(t, "apart.csv", "id_a,id_b\nC01,C99\n")
	if said := solvetest.Run(t, 1, "linkage", sample, "--id", "卡号", "--apart", stranger); !strings.Contains(said, `no record "C99"`) {
		t.Error(said)
	}
}
