package errors

import (
	"bytes"
	"context"
	"encoding/csv"
	stderrors "errors"
	"math"
	"reflect"
	"sort"
	"strings"
	"testing"

	"linli/engine/linkage/names"
)

func all(t *testing.T, s Source) ([]Record, Tally) {
	t.Helper()
	var out []Record
	tally, err := s.Each(context.Background(), func(r Record) error {
		out = append(out, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if tally.Records != len(out) {
		t.Fatalf("counted %d records of %d", tally.Records, len(out))
	}
	return out, tally
}

func residents(records int) Chinese {
	return Chinese{Seed: 7, Records: records, Copies: Copies{0.5, 4, Poisson}}
}

func TestEachKindIsDrawnAsOftenAsAskedAndMostlyStrikes(t *testing.T) {
	c := residents(40_000)
	_, tally := all(t, c)
	for k, rate := range UsualRates() {
		n := float64(tally.Copies)
		if off := math.Abs(float64(tally.Drawn[k]) - rate*n); off > 4*math.Sqrt(n*rate*(1-rate))+1 {
			t.Errorf("%s: drawn %d times of %.0f, asked for %g", k, tally.Drawn[k], n, rate)
		}
		if tally.Struck[k] == 0 || tally.Struck[k] > tally.Drawn[k] {
			t.Errorf("%s: struck %d times of %d", k, tally.Struck[k], tally.Drawn[k])
		}
		if RoughRates()[k] < rate {
			t.Errorf("%s: rough is smoother than usual", k)
		}
	}
	c.Rates = map[Kind]float64{NumberSlip: 1}
	records, tally := all(t, c)
	if len(tally.Drawn) != 1 || tally.Drawn[NumberSlip] != tally.Copies {
		t.Error("only what is listed strikes, and always:", tally.Drawn)
	}
	for _, r := range records {
		for _, e := range r.Errors {
			if e != (Strike{NumberSlip, cNumber}) {
				t.Fatal(e)
			}
		}
	}
}

func TestNumbersOfOriginalsHaveAValidCheckDigitAndSayBirthAndSex(t *testing.T) {
	records, _ := all(t, residents(20_000))
	seen := 0
	for _, r := range records {
		v := r.Values
		if r.Copy > 0 || v[cNumber] == "" {
			continue
		}
		seen++
		id := v[cNumber]
		if len(id) != 18 || id[17] != Check(id[:17]) || id[:6] != division {
			t.Fatal(id)
		}
		if v[cBirth] != "" && strings.ReplaceAll(v[cBirth], "-", "") != id[6:14] || (id[16]%2 == 1) != (v[cSex] == "男") {
			t.Fatal(v)
		}
	}
	if seen < 5000 {
		t.Error(seen)
	}
	if Check("11010519491231002") != 'X' || Check("44052418800101001") != '4' || Check("1") != '?' || Check("4405241880010100x") != '?' {
		t.Error("the two examples of GB 11643-1999")
	}
}

func TestTheSameSeedGivesTheSameRecordsAndAnotherOthers(t *testing.T) {
	for _, pair := range [][2]Source{{residents(3000), Chinese{Seed: 8, Records: 3000, Copies: Copies{0.5, 4, Poisson}}}, {Febrl3(7, 3000), Febrl3(8, 3000)}} {
		a, _ := all(t, pair[0])
		b, _ := all(t, pair[0])
		other, _ := all(t, pair[1])
		if !reflect.DeepEqual(a, b) {
			t.Error("the same seed gives other records")
		}
		if reflect.DeepEqual(a, other) {
			t.Error("another seed gives the same")
		}
	}
}

func TestOrderChangesNothingButTheOrder(t *testing.T) {
	for _, pair := range [][2]Source{
		{residents(3000), func() Source { c := residents(3000); c.Order = ByPerson; return c }()},
		{Febrl2(1, 3000), func() Source { e := Febrl2(1, 3000); e.Order = ByPerson; return e }()},
	} {
		a, _ := all(t, pair[0])
		b, _ := all(t, pair[1])
		if reflect.DeepEqual(a, b) {
			t.Error("nothing was shuffled")
		}
		sort.Slice(a, func(i, j int) bool { return a[i].ID < a[j].ID })
		sort.Slice(b, func(i, j int) bool { return b[i].ID < b[j].ID })
		if !reflect.DeepEqual(a, b) {
			t.Error("shuffling changed the records")
		}
	}
}

func TestTruthIsConsistent(t *testing.T) {
	for _, s := range []Source{residents(5000), Febrl3(3, 5000)} {
		records, tally := all(t, s)
		ids, people, originals := map[string]bool{}, map[int64]bool{}, map[int64]bool{}
		for _, r := range records {
			if ids[r.ID] {
				t.Fatal("twice", r.ID)
			}
			ids[r.ID], people[r.Entity] = true, true
			if r.Copy == 0 {
				originals[r.Entity] = true
				if len(r.Errors) != 0 {
					t.Fatal("an original with errors", r)
				}
			}
			if strings.HasSuffix(r.ID, "-org") != (r.Copy == 0) || len(r.Values) != len(s.Header()) {
				t.Fatal(r)
			}
		}
		if len(people) != tally.People || len(originals) != tally.People || tally.Records != 5000 || tally.Copies != 5000-tally.People {
			t.Error(len(people), len(originals), tally.People, tally.Copies)
		}
	}
}

func TestFamiliesLookAlikeAndAreNotTheSame(t *testing.T) {
	c := Chinese{Seed: 2, Records: 20_000, Copies: Copies{0, 1, Uniform}, Order: ByPerson, Gaps: -1}
	records, _ := all(t, c)
	twins, shared, phones, namesakes := 0, 0, 0, map[string]int{}
	for i, r := range records {
		namesakes[r.Values[cName]]++
		if i == 0 || records[i-1].Home != r.Home {
			continue
		}
		was := records[i-1].Values
		if was[cAddress] != r.Values[cAddress] || records[i-1].Entity == r.Entity {
			t.Fatal("a household has one address and different people")
		}
		if was[cPhone] == r.Values[cPhone] {
			phones++
		}
		a, b := []rune(was[cName]), []rune(r.Values[cName])
		if len(a) == 3 && len(b) == 3 && a[0] == b[0] && a[1] == b[1] {
			shared++
		}
		if was[cBirth] == r.Values[cBirth] {
			twins++
			if was[cNumber] == r.Values[cNumber] {
				t.Fatal("twins with one number")
			}
		}
	}
	if twins < 20 || shared < 100 || phones < 500 || namesakes["张伟"] < 10 {
		t.Error(twins, shared, phones, namesakes["张伟"])
	}
}

func TestNumbersOfCopiesFollowTheirShape(t *testing.T) {
	count := func(c Copies) (n [6]float64) {
		r := stream(1, 1, 1, 1)
		for range 100_000 {
			n[c.draw(r)] += 1.0 / 100_000
		}
		return n
	}
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.01 }
	if n := count(Copies{1, 5, Uniform}); n[0] != 0 || !near(n[1], 0.2) || !near(n[5], 0.2) {
		t.Error("uniform", n)
	}
	if n := count(Copies{0.5, 5, Poisson}); !near(n[0], 0.5) || !near(n[2]/n[1], 1.5) || !near(n[3]/n[2], 0.75) {
		t.Error("poisson", n)
	}
	if n := count(Copies{1, 4, Zipf}); !near(n[2]/n[1], 1/math.Sqrt(2)) || !near(n[4]/n[1], 0.5) || n[5] != 0 {
		t.Error("zipf", n)
	}
}

func TestEnglishCopiesHaveAsManyModificationsAsAsked(t *testing.T) {
	for _, e := range []English{Febrl1(1, 4000), Febrl2(1, 4000), Febrl3(1, 4000), Febrl4(1, 4000)} {
		records, tally := all(t, e)
		short := 0
		for _, r := range records {
			in := map[int]int{}
			for _, s := range r.Errors {
				in[s.Field]++
				if in[s.Field] > e.PerField {
					t.Fatal("too many in a field", r)
				}
			}
			if len(r.Errors) > e.PerRecord {
				t.Fatal("too many", r)
			}
			if r.Copy > 0 && len(r.Errors) < e.PerRecord {
				short++
			}
		}
		if short > tally.Copies/100 {
			t.Errorf("%d copies of %d have fewer than %d", short, tally.Copies, e.PerRecord)
		}
	}
	_, tally := all(t, Febrl3(1, 4000))
	if share := float64(tally.Copies) / 4000; math.Abs(share-0.6) > 0.03 {
		t.Errorf("dataset3 has three copies for two people; share %.2f", share)
	}
	for _, k := range append(hows[:], FieldsTurn) {
		if tally.Struck[k] == 0 {
			t.Error("never", k)
		}
	}
}

func TestASuburbTellsItsPostcodeUnlessIndependent(t *testing.T) {
	check := func(independent bool) (apart int) {
		e := English{Seed: 1, Records: 5000, Copies: Copies{0, 1, Uniform}, PerField: 1, PerRecord: 1, Independent: independent}
		records, _ := all(t, e)
		code := map[string]string{}
		for _, r := range records {
			v := r.Values
			if v[eSuburb] == "" || v[ePostcode] == "" || v[eState] == "" {
				continue
			}
			if was, ok := code[v[eSuburb]]; ok && was != v[ePostcode]+v[eState] {
				apart++
			}
			code[v[eSuburb]] = v[ePostcode] + v[eState]
		}
		return apart
	}
	if check(false) != 0 || check(true) < 100 {
		t.Error(check(false), check(true))
	}
}

func TestWriteCSVHidesOrMarksTheTruth(t *testing.T) {
	for _, s := range []Source{residents(500), Febrl4(1, 500)} {
		for _, truth := range []Truth{Hidden, Marked} {
			var b bytes.Buffer
			if _, err := WriteCSV(context.Background(), &b, s, truth); err != nil {
				t.Fatal(err)
			}
			rows, err := csv.NewReader(&b).ReadAll()
			if err != nil || len(rows) != 501 || len(rows[0]) != len(s.Header())+1+int(truth) {
				t.Fatal(err, len(rows), rows[0])
			}
			if strings.Contains(rows[1][0], "rec-") != (truth == Marked) {
				t.Error(rows[1])
			}
		}
	}
}

func TestAnEndIsHeardAndTheErrorOfTheReaderComesBack(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	_, err := residents(50_000).Each(ctx, func(Record) error {
		if n++; n == 10 {
			cancel()
		}
		return nil
	})
	if !stderrors.Is(err, context.Canceled) || n > 5000 {
		t.Error(n, err)
	}
	stop := stderrors.New("enough")
	if _, err := Febrl1(1, 100).Each(context.Background(), func(Record) error { return stop }); !stderrors.Is(err, stop) {
		t.Error(err)
	}
}

func TestOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	one := Copies{0.5, 2, Uniform}
	for want, list := range map[error][]Source{
		ErrCount: {Chinese{Copies: one}, Chinese{Records: MaxRecords + 1, Copies: one}, Chinese{Records: 1}, Chinese{Records: 1, Copies: Copies{0, 21, Zipf}},
			English{Records: 1, Copies: one}, English{Records: -1, Copies: one, PerField: 1, PerRecord: 1}, English{Records: 1, Copies: Copies{0, 1, 7}, PerField: 1, PerRecord: 1}},
		ErrRate: {Chinese{Records: 1, Copies: Copies{math.NaN(), 1, Zipf}}, Chinese{Records: 1, Copies: one, Rates: map[Kind]float64{NumberSlip: 1.5}},
			Chinese{Records: 1, Copies: one, Rates: map[Kind]float64{NumberSlip: math.NaN()}}, Chinese{Records: 1, Copies: one, Twins: math.Inf(1)}},
		ErrKind: {Chinese{Records: 1, Copies: one, Rates: map[Kind]float64{"name.eaten": 0.5}}},
	} {
		for _, s := range list {
			if _, err := s.Each(context.Background(), func(Record) error { return nil }); !stderrors.Is(err, want) {
				t.Errorf("%+v: %v", s, err)
			}
		}
	}
}

func TestHomesAreSpelledAsPeopleDo(t *testing.T) {
	h := home{community: "文明东社区", compound: "丽江花园", building: 23, unit: 2, flat: 501}
	want := []string{"丽江花园23栋2单元501", "丽江花园23-2-501", "丽江花园二十三栋二单元501室", "丽江花园23号楼2单元501"}
	for how, text := range want {
		if got := h.spell(how); got != text {
			t.Error(got)
		}
	}
	seen := map[string]bool{}
	for _, unit := range []int{0, 2} {
		h.unit = unit
		for how := range spellings {
			seen[h.spell(how)] = true
		}
	}
	if len(seen) != 2*spellings {
		t.Error(seen)
	}
	if names.Numeral(9) != "九" || names.Numeral(10) != "十" || names.Numeral(30) != "三十" {
		t.Error("numerals")
	}
}

func FuzzSourcesNeverPanic(f *testing.F) {
	f.Add(uint64(1), 50, 0.5, 3, 0, 2, 3, 0.1)
	f.Fuzz(func(t *testing.T, seed uint64, records int, share float64, most, shape, perField, perRecord int, rate float64) {
		records %= 300
		c := Copies{share, most, Shape(shape)}
		rates := map[Kind]float64{}
		for k := range UsualRates() {
			rates[k] = rate
		}
		for _, s := range []Source{Chinese{Seed: seed, Records: records, Copies: c, Rates: rates, Twins: rate, Gaps: rate}, English{Seed: seed, Records: records, Copies: c, PerField: perField, PerRecord: perRecord}} {
			n := 0
			_, err := s.Each(context.Background(), func(r Record) error {
				n++
				return nil
			})
			if err == nil && n != records {
				t.Fatal(n, records)
			}
		}
	})
}

func BenchmarkChineseRecords(b *testing.B) {
	c := residents(b.N)
	_, _ = c.Each(context.Background(), func(Record) error { return nil })
}
