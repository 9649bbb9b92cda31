package linkage

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"linli/engine/linkage/columns"
	lerrors "linli/engine/linkage/errors"
)

// parted is an index of the first records of a source, and the others.
func parted(t testing.TB, s lerrors.Source, share float64) (x *Index, truth []string, late [][]string) {
	t.Helper()
	all, truth := made(t, s)
	n := int(float64(all.Len()) * share)
	raw, err := columns.NewRaw(s.Header())
	if err != nil {
		t.Fatal(err)
	}
	for i := range all.Len() {
		if i >= n {
			late = append(late, rowOf(all, i))
		} else if err := raw.Add(rowOf(all, i)); err != nil {
			t.Fatal(err)
		}
	}
	x, _, err = NewIndex(t.Context(), &Problem{Records: raw, Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	return x, truth, late
}

func TestANewRecordFindsItsOwnOneByOne(t *testing.T) {
	for _, c := range []struct {
		name  string
		of    lerrors.Source
		floor float64
	}{{"residents", chinesePeople(6000, 0.3, 2, nil)(3), 0.985}, {"Febrl", lerrors.Febrl3(3, 3000), 0.985}, {"two hundred", chinesePeople(200, 0.4, 2, nil)(4), 0.9}} {
		t.Run(c.name, func(t *testing.T) {
			x, truth, late := parted(t, c.of, 0.8)
			have := map[string][]int32{}
			for i, e := range truth[:x.Len()] {
				have[e] = append(have[e], int32(i))
			}
			var all, found, right float64
			for k, row := range late {
				e := truth[len(truth)-len(late)+k]
				list, err := x.Find(row, 0.5)
				if err != nil {
					t.Fatal(err)
				}
				all += float64(len(have[e]))
				for _, m := range list {
					found++
					if slices.Contains(have[e], m.Record) {
						right++
					}
					if p := x.Model().Probability(m.Pattern); p < 0.5 || p-m.Probability > 1e-9 || m.Probability-p > 1e-9 {
						t.Fatalf("probability %g, the published model says %g", m.Probability, p)
					}
				}
				n, err := x.Add(row)
				if err != nil || int(n) != x.Len()-1 {
					t.Fatalf("number %d of %d, %v", n, x.Len(), err)
				}
				have[e] = append(have[e], n)
			}
			if f1 := 2 * right / (all + found); f1 < c.floor {
				t.Errorf("F1 %.4f (%g right of %g found and %g there), want %.4f", f1, right, found, all, c.floor)
			}
		})
	}
}

func TestWhatWasRemovedIsNotFound(t *testing.T) {
	x, _, late := parted(t, chinesePeople(2000, 0.2, 1, nil)(6), 0.9)
	row := late[0]
	n, err := x.Add(row)
	if err != nil {
		t.Fatal(err)
	}
	self := func() bool {
		list, err := x.Find(row, 0.5)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(list, func(m Match) bool { return m.Record == n })
	}
	if !self() {
		t.Error("a record does not find itself")
	}
	before := x.Len()
	if err := x.Remove(n); err != nil || self() || x.Len() != before-1 {
		t.Errorf("it is still there: %v", err)
	}
	for _, r := range []int32{n, -1, 1 << 30} {
		if err := x.Remove(r); !errors.Is(err, ErrRecord) {
			t.Errorf("record %d: %v", r, err)
		}
	}
	if _, err := x.Find(row[:2], 0.5); err == nil {
		t.Error("a short record was looked for")
	}
	if _, err := x.Add(append(row, "x")); err == nil {
		t.Error("a long record was taken in")
	}
	if _, _, err := NewIndex(t.Context(), &Problem{}); !errors.Is(err, ErrEmpty) {
		t.Error(err)
	}
}

// What was added and taken out again leaves no trace in what is found.
func TestAddingAndRemovingLeavesThingsAsTheyWere(t *testing.T) {
	x, _, late := parted(t, chinesePeople(3000, 0.3, 2, nil)(8), 0.8)
	before := make([][]Match, 0, len(late))
	for _, row := range late {
		list, err := x.Find(row, 0.1)
		if err != nil {
			t.Fatal(err)
		}
		before = append(before, list)
	}
	for _, row := range late {
		n, err := x.Add(row)
		if err == nil {
			err = x.Remove(n)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	same := 0
	for k, row := range late {
		list, err := x.Find(row, 0.1)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Equal(list, before[k]) {
			same++
		}
	}
	// What is gone still counts for the caps of blocks until the index is built anew.
	if same < len(late)*99/100 {
		t.Errorf("%d of %d find the same", same, len(late))
	}
	if !x.Stale() {
		t.Errorf("after %d changes on %d records it is not stale", 2*len(late), x.Len())
	}
}

func TestManyMayAskWhileOthersAdd(t *testing.T) {
	x, _, late := parted(t, chinesePeople(1500, 0.3, 2, nil)(9), 0.7)
	var wg sync.WaitGroup
	for part := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for k := part; k < len(late); k += 4 {
				if _, err := x.Find(late[k], 0.5); err != nil {
					t.Error(err)
				}
				if part == 0 {
					if _, err := x.Add(late[k]); err != nil {
						t.Error(err)
					}
				}
			}
		}()
	}
	wg.Wait()
}

func FuzzSolve(f *testing.F) {
	f.Add("name,birth,phone\n王小明,1950-02-03,13800138000\n王晓明,1950-02-03,13800138000\n李四,1960,\n", "王小明,1950-02-03,")
	f.Add("given_name,surname,soc_sec_id\nann,lee,1\nann,leigh,1\n", "\xff,\x00,9")
	f.Add("a\n\n\n", "")
	f.Fuzz(func(t *testing.T, text, row string) {
		lines := strings.Split(text, "\n")
		if len(lines) > 60 || len(text) > 4000 {
			return
		}
		raw, err := columns.NewRaw(strings.Split(lines[0], ","))
		if err != nil {
			return
		}
		for _, l := range lines[1:] {
			if err := raw.Add(strings.Split(l, ",")); err != nil {
				return
			}
		}
		p := &Problem{Records: raw, Workers: 1}
		x, s, err := NewIndex(t.Context(), p)
		if err != nil {
			return
		}
		if err := Verify(p, s); err != nil {
			t.Fatal(err)
		}
		fields := make([]string, len(raw.Headers))
		copy(fields, strings.Split(row, ","))
		n, err := x.Add(fields)
		if err != nil {
			t.Fatal(err)
		}
		list, err := x.Find(fields, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			if !(m.Probability >= 0 && m.Probability <= 1) {
				t.Fatalf("%+v", m)
			}
		}
		if err := x.Remove(n); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	x, _, late := parted(b, chinesePeople(20000, 0.1, 1, nil)(2), 0.9)
	for k := 0; b.Loop(); k++ {
		if _, err := x.Find(late[k%len(late)], 0.5); err != nil {
			b.Fatal(err)
		}
	}
}
