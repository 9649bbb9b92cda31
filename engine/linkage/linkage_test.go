package linkage

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSimilarityOfThePublishedPairs(t *testing.T) {
	// Winkler (1990), table of names, as printed there to three figures.
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"MARTHA", "MARHTA", 0.961}, {"DWAYNE", "DUANE", 0.840}, {"DIXON", "DICKSONX", 0.813},
		{"JONES", "JOHNSON", 0.832}, {"", "", 1}, {"陈", "", 0}, {"陈大文", "陈大文", 1},
	} {
		if got := Similarity(c.a, c.b); math.Abs(got-c.want) > 0.0006 {
			t.Errorf("%s %s: %.4f, want %.3f", c.a, c.b, got, c.want)
		}
	}
}

func TestMeasuresAreSymmetricAndKnowEquality(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringMatching(`[ab陈文]{0,7}`).Draw(t, "a"), rapid.StringMatching(`[ab陈文]{0,7}`).Draw(t, "b")
		if Similarity(a, b) != Similarity(b, a) || Distance(a, b) != Distance(b, a) {
			t.Fatal("not symmetric")
		}
		if s := Similarity(a, b); s < 0 || s > 1 || (s == 1) != (a == b) {
			t.Fatalf("similarity %g", s)
		}
		if d := Distance(a, b); (d == 0) != (a == b) || d > max(len([]rune(a)), len([]rune(b))) {
			t.Fatalf("distance %d", d)
		}
		for _, compare := range []func(a, b string) int{Exact, Alike(0.9), Slip, Date} {
			if compare(a, b) != compare(b, a) || a != "" && compare(a, a) != 0 || compare(a, "") != Missing {
				t.Fatal("a comparison is not symmetric, does not know equality or what is missing")
			}
		}
	})
}

func TestLevels(t *testing.T) {
	for _, c := range []struct {
		compare func(a, b string) int
		a, b    string
		want    int
	}{
		{Slip, "13800138000", "13800138001", 1}, {Slip, "13800138000", "13800183000", 1}, {Slip, "138", "831", 2},
		{Date, "1948-02-09", "1948-09-02", 1}, {Date, "1948-02-09", "1949-02-09", 1}, {Date, "1948-02-09", "1949-02-19", 2}, {Date, "1948", "1949", 2},
		{Alike(0.9), "martha", "marhta", 1}, {Alike(0.99), "martha", "marhta", 2},
	} {
		if got := c.compare(c.a, c.b); got != c.want {
			t.Errorf("%s %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func simple() *Model {
	return &Model{Prior: 0.1, Fields: []Field{
		{Name: "a", Compare: Exact, M: []float64{0.9, 0.1}, U: []float64{0.01, 0.99}},
		{Name: "b", Compare: Exact, M: []float64{0.9, 0.1}, U: []float64{0.1, 0.9}},
	}}
}

func TestScoreIsTheFormula(t *testing.T) {
	m := simple()
	s := m.Compare([]string{"x", "y"}, []string{"x", "z"})
	odds := 0.1 / 0.9 * (0.9 / 0.01) * (0.1 / 0.9)
	if want := odds / (1 + odds); math.Abs(s.Probability-want) > 1e-12 || s.Levels[0] != 0 || s.Levels[1] != 1 || s.Bits[0] <= 0 || s.Bits[1] >= 0 {
		t.Errorf("%+v, want %g", s, want)
	}
	if s := m.Compare([]string{"", ""}, []string{"x", "z"}); math.Abs(s.Probability-0.1) > 1e-12 {
		t.Errorf("nothing known moves the prior: %+v", s)
	}
}

func TestBadModels(t *testing.T) {
	for what, spoil := range map[string]func(*Model){
		"prior": func(m *Model) { m.Prior = 0 }, "sum": func(m *Model) { m.Fields[0].M[0] = 0.8 }, "zero": func(m *Model) { m.Fields[0].U = []float64{0, 1} },
		"compare": func(m *Model) { m.Fields[1].Compare = nil }, "levels": func(m *Model) { m.Fields[1].U = []float64{1} },
	} {
		m := simple()
		spoil(m)
		if m.Check() == nil || m.Learn(context.Background(), nil, nil) == nil {
			t.Errorf("%s passes", what)
		}
	}
}

func TestCandidatesShareAKeyAndComeOnce(t *testing.T) {
	keys := [][]string{{"a", "b"}, {"a", "b"}, {"b"}, {""}, {"", "c"}, {"c", "c"}}
	got := Candidates(len(keys), func(i int) []string { return keys[i] }, 10)
	want := [][2]int32{{0, 1}, {0, 2}, {1, 2}, {4, 5}}
	if len(got) != len(want) {
		t.Fatal(got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatal(got)
		}
	}
	if got := Candidates(len(keys), func(i int) []string { return keys[i] }, 2); len(got) != 2 {
		t.Errorf("a common key is not passed over: %v", got)
	}
}

// truth measures a model on labelled data.
func truth(t *testing.T, m *Model, records [][]string, cluster []string, keys func(i int) []string, floor float64) (precision, recall float64) {
	t.Helper()
	pairs := Candidates(len(records), keys, 200)
	if err := m.Learn(context.Background(), records, pairs); err != nil {
		t.Fatal(err)
	}
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	size := map[string]int{}
	for _, c := range cluster {
		size[c]++
	}
	all, right, said := 0, 0, 0
	for _, n := range size {
		all += n * (n - 1) / 2
	}
	for _, c := range pairs {
		if m.Compare(records[c[0]], records[c[1]]).Probability < floor {
			continue
		}
		said++
		if cluster[c[0]] == cluster[c[1]] {
			right++
		}
	}
	return float64(right) / float64(said), float64(right) / float64(all)
}

func load(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "linkage", name))
	if err != nil {
		t.Skip("the shared data are absent: ", name)
	}
	defer func() { _ = f.Close() }()
	r := csv.NewReader(f)
	r.TrimLeadingSpace = true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func three() ([]float64, []float64) { return []float64{0.8, 0.1, 0.1}, []float64{0.02, 0.03, 0.95} }

func TestFebrlPairsAreFound(t *testing.T) {
	var records [][]string
	var cluster []string
	for _, r := range load(t, "febrl1.csv") {
		born := ""
		if len(r[9]) == 8 {
			born = r[9][:4] + "-" + r[9][4:6] + "-" + r[9][6:]
		}
		records = append(records, []string{r[1], r[2], r[3] + " " + r[4], r[6], r[7], born, r[10]})
		cluster = append(cluster, strings.Split(r[0], "-")[1])
	}
	m := &Model{Prior: 0.001}
	for i, c := range []func(a, b string) int{Alike(0.85), Alike(0.85), Alike(0.85), Alike(0.85), Slip, Date, Slip} {
		f := Field{Name: []string{"given", "family", "street", "suburb", "postcode", "born", "number"}[i], Compare: c, Rare: i < 4}
		f.M, f.U = three()
		m.Fields = append(m.Fields, f)
	}
	p, r := truth(t, m, records, cluster, func(i int) []string {
		v := records[i]
		return []string{"f" + v[1], "g" + v[0] + v[4], "b" + v[5], "n" + v[6], "s" + v[2]}
	}, 0.5)
	t.Logf("febrl1: precision %.4f, recall %.4f", p, r)
	if p < 0.98 || r < 0.98 {
		t.Errorf("precision %.4f, recall %.4f", p, r)
	}
}

func TestFakePeopleAreFound(t *testing.T) {
	var records [][]string
	var cluster []string
	for _, r := range load(t, "fake_1000.csv") {
		records = append(records, []string{strings.ToLower(r[1]), strings.ToLower(r[2]), r[3], strings.ToLower(r[4]), strings.ToLower(r[5])})
		cluster = append(cluster, r[6])
	}
	m := &Model{Prior: 0.001}
	for i, c := range []func(a, b string) int{Alike(0.8), Alike(0.8), Date, Alike(0.8), Alike(0.85)} {
		f := Field{Name: []string{"first", "last", "born", "city", "mail"}[i], Compare: c, Rare: i != 2}
		f.M, f.U = three()
		m.Fields = append(m.Fields, f)
	}
	p, r := truth(t, m, records, cluster, func(i int) []string {
		v := records[i]
		user, _, _ := strings.Cut(v[4], "@")
		return []string{"b" + v[2], "m" + v[4], "u" + user, "n" + v[0] + v[1], "c" + v[0] + v[3], "d" + v[1] + v[3]}
	}, 0.5)
	t.Logf("fake_1000: precision %.4f, recall %.4f", p, r)
	if p < 0.9 || r < 0.7 {
		t.Errorf("precision %.4f, recall %.4f", p, r)
	}
}

func FuzzSimilarity(f *testing.F) {
	f.Add("陈大文", "陈文大")
	f.Fuzz(func(t *testing.T, a, b string) {
		if s := Similarity(a, b); math.IsNaN(s) || s < 0 || s > 1 {
			t.Errorf("%q %q: %g", a, b, s)
		}
		if Distance(a, b) != Distance(b, a) {
			t.Errorf("%q %q: not symmetric", a, b)
		}
	})
}

func ExampleModel_Compare() {
	m := Model{Prior: 0.01, Fields: []Field{
		{Name: "name", Compare: Alike(0.9), M: []float64{0.85, 0.1, 0.05}, U: []float64{0.01, 0.01, 0.98}},
		{Name: "born", Compare: Date, M: []float64{0.95, 0.04, 0.01}, U: []float64{0.0001, 0.0099, 0.99}},
	}}
	s := m.Compare([]string{"陈阿妹", "1948-02-09"}, []string{"陈阿妹", "1948-02-09"})
	fmt.Println(s.Probability > 0.99, s.Levels)
	// Output: true [0 0]
}
