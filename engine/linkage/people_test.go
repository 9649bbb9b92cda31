package linkage

import (
	"flag"
	"fmt"
	"testing"

	"linli/engine/linkage/columns"
	"linli/engine/linkage/errors"
)

var wide = flag.Bool("wide", false, "link files of all sizes, with several seeds; minutes")

func seeds() int {
	if *wide {
		return 3
	}
	return 1
}

// made is a table of a source of errors with its truth.
func made(t testing.TB, s errors.Source) (*columns.Raw, []string) {
	t.Helper()
	raw, err := columns.NewRaw(s.Header())
	if err != nil {
		t.Fatal(err)
	}
	var truth []string
	if _, err := s.Each(t.Context(), func(r errors.Record) error {
		truth = append(truth, fmt.Sprint(r.Entity))
		return raw.Add(r.Values)
	}); err != nil {
		t.Fatal(err)
	}
	return raw, truth
}

// checkFile links, verifies and scores a file.
func checkFile(t *testing.T, raw *columns.Raw, truth []string, split int, floor float64) *Solution {
	t.Helper()
	p := &Problem{Records: raw, Split: split, Workers: 2}
	s, err := Solve(t.Context(), p)
	if err == nil {
		err = Verify(p, s)
	}
	if err != nil {
		t.Fatal(err)
	}
	x := against(s, truth, split)
	t.Logf("F1 %.4f P %.4f R %.4f links %d candidates %d blocking recall %.4f", x.f1, x.precision, x.recall, len(s.Links), s.Candidates, s.Recall)
	if x.f1 < floor {
		t.Errorf("F1 %.4f, want %.4f", x.f1, floor)
		show(t, raw, s, truth, 12)
	}
	return s
}

func chinesePeople(records int, share float64, most int, rates map[errors.Kind]float64) func(uint64) errors.Source {
	return func(seed uint64) errors.Source {
		return errors.Chinese{Seed: seed, Records: records, Copies: errors.Copies{Share: share, Max: most, Shape: errors.Zipf}, Rates: rates}
	}
}

func TestPeopleWithTheErrorsOfOfficesAreLinked(t *testing.T) {
	for _, c := range []struct {
		name  string
		of    func(seed uint64) errors.Source
		wide  bool
		floor float64
	}{
		{"residents, one in three twice", chinesePeople(5000, 0.3, 3, nil), false, 0.99}, {"counted at the door", chinesePeople(5000, 0.3, 3, errors.RoughRates()), true, 0.97},
		{"a town", chinesePeople(20000, 0.05, 2, nil), true, 0.985}, {"a town counted at the door", chinesePeople(20000, 0.05, 2, errors.RoughRates()), true, 0.96},
		{"everybody several times", chinesePeople(5000, 1, 5, nil), true, 0.99}, {"two hundred residents", chinesePeople(200, 0.2, 2, nil), false, 0.95}, {"twelve residents", chinesePeople(12, 0.5, 1, nil), false, 0.8},
		{"Febrl 1", func(s uint64) errors.Source { return errors.Febrl1(s, 1000) }, false, 0.998}, {"Febrl 2", func(s uint64) errors.Source { return errors.Febrl2(s, 5000) }, true, 0.998},
		{"Febrl 3", func(s uint64) errors.Source { return errors.Febrl3(s, 5000) }, false, 0.997}, {"Febrl 4", func(s uint64) errors.Source { return errors.Febrl4(s, 10000) }, true, 0.998},
	} {
		if c.wide && !*wide {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			for seed := range uint64(seeds()) {
				raw, truth := made(t, c.of(seed))
				checkFile(t, raw, truth, 0, c.floor)
			}
		})
	}
}

func TestResidentsWithoutDoublesHaveHardlyAny(t *testing.T) {
	raw, _ := made(t, errors.Chinese{Seed: 5, Records: 5000, Copies: errors.Copies{Max: 1}})
	s, err := Solve(t.Context(), &Problem{Records: raw, Workers: 2})
	if err != nil || len(s.Links) > 3 {
		t.Errorf("%d links, %v", len(s.Links), err)
	}
}
