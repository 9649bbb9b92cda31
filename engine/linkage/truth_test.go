package linkage

import (
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"linli/engine/linkage/columns"
)

// scored is how an answer compares with the truth, over pairs.
type scored struct{ precision, recall, f1 float64 }

// table reads a CSV of the shared data.
func table(t testing.TB, name string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "linkage", name))
	if err != nil {
		t.Skip("the shared data are absent: ", name)
	}
	defer func() { _ = f.Close() }()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func rawOf(t testing.TB, rows [][]string) *columns.Raw {
	t.Helper()
	raw, err := columns.NewRaw(rows[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if err := raw.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	return raw
}

// against counts pairs; truth names the entity of each record.
func against(s *Solution, truth []string, split int) scored {
	var all, right float64
	if split > 0 {
		a := map[string]float64{}
		for i, e := range truth {
			if i < split {
				a[e]++
			} else {
				all += a[e]
			}
		}
	} else {
		n := map[string]float64{}
		for _, e := range truth {
			all += n[e]
			n[e]++
		}
	}
	for _, l := range s.Links {
		if truth[l.I] == truth[l.J] {
			right++
		}
	}
	var out scored
	if len(s.Links) > 0 {
		out.precision = right / float64(len(s.Links))
	} else {
		out.precision = 1
	}
	out.recall = 1
	if all > 0 {
		out.recall = right / all
	}
	if right > 0 {
		out.f1 = 2 * out.precision * out.recall / (out.precision + out.recall)
	} else if all == 0 && len(s.Links) == 0 {
		out.f1 = 1
	}
	return out
}

func solve(t testing.TB, raw *columns.Raw, ignore ...string) *Solution {
	t.Helper()
	given := map[string]columns.Role{}
	for _, c := range ignore {
		given[c] = columns.Ignored
	}
	roles := raw.Infer(given, 0)
	p := &Problem{Records: raw, Roles: roles, Workers: 2}
	s, err := Solve(context.Background(), p)
	if err == nil {
		err = Verify(p, s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func febrlTruth(rows [][]string) (out []string) {
	for _, r := range rows[1:] {
		out = append(out, strings.Split(r[0], "-")[1])
	}
	return out
}

func last(rows [][]string) (out []string) {
	for _, r := range rows[1:] {
		out = append(out, r[len(r)-1])
	}
	return out
}

func restaurantTruth(rows [][]string) (out []string) {
	for i := range rows[1:] {
		if i < 224 {
			out = append(out, strconv.Itoa(i/2))
		} else {
			out = append(out, strconv.Itoa(i))
		}
	}
	return out
}

func show(t testing.TB, raw *columns.Raw, s *Solution, truth []string, most int) {
	t.Helper()
	linked := map[[2]int32]bool{}
	for _, l := range s.Links {
		linked[[2]int32{l.I, l.J}] = true
		if truth[l.I] != truth[l.J] && most > 0 {
			most--
			t.Logf("WRONG %.3f %x\n %q\n %q", l.Probability, l.Pattern, rowOf(raw, int(l.I)), rowOf(raw, int(l.J)))
		}
	}
	of := map[string][]int32{}
	for i, e := range truth {
		for _, j := range of[e] {
			if !linked[[2]int32{j, int32(i)}] && most > 0 {
				most--
				t.Logf("MISSED\n %q\n %q", rowOf(raw, int(j)), rowOf(raw, i))
			}
		}
		of[e] = append(of[e], int32(i))
	}
}

func rowOf(raw *columns.Raw, i int) (out []string) {
	for c := range raw.Headers {
		out = append(out, raw.At(i, c))
	}
	return out
}

// The floors are below what is reached (1.0000, 0.9820, 0.898 when this was
// written), so that they hold while the engine changes; none of the files was tuned to.
func TestPublishedFilesAreLinkedWithoutLabels(t *testing.T) {
	for _, c := range []struct {
		file   string
		truth  func([][]string) []string
		ignore []string
		floor  float64
	}{{"febrl1.csv", febrlTruth, nil, 0.999}, {"fake_1000.csv", last, []string{"cluster"}, 0.97}, {"restaurant.csv", restaurantTruth, nil, 0.87}} {
		t.Run(c.file, func(t *testing.T) {
			rows := table(t, c.file)
			raw := rawOf(t, rows)
			s := solve(t, raw, c.ignore...)
			truth := c.truth(rows)
			x := against(s, truth, 0)
			t.Logf("%+v, blocking recall %.4f", x, s.Recall)
			if x.f1 < c.floor {
				t.Errorf("F1 %.4f, want %.4f", x.f1, c.floor)
				show(t, raw, s, truth, 20)
			}
		})
	}
}
