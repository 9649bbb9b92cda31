package names

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

func TestEveryCharacterOfANameHasAReading(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 100_000 {
		name := Surnames.Draw(r) + Given(r, r.IntN(2) == 0, 1930+r.IntN(96), "")
		for _, c := range name {
			if Reading(c) == "" {
				t.Fatal(name, string(c))
			}
		}
	}
	for _, s := range append(append([]string{}, Surnames.Words...), Namesakes...) {
		for _, c := range s {
			if Reading(c) == "" {
				t.Error(s)
			}
		}
	}
}

func TestHomophonesSoundTheSameAndNoCharacterStandsForItself(t *testing.T) {
	for c, others := range known.sound {
		for _, o := range others {
			if Reading(o) != Reading(c) || o == c {
				t.Error(string(c), string(o))
			}
		}
	}
	for _, table := range []map[rune][]rune{known.alike, known.variant} {
		for c, others := range table {
			for _, o := range others {
				if o == c {
					t.Error(string(c))
				}
			}
		}
	}
	if Traditional('陈') != '陳' || Traditional('王') != '王' || Reading('曾') != "zeng" || Reading('单') != "shan" {
		t.Error("traditional, surnames' readings")
	}
}

func TestSurnamesAreAsFrequentAsTheReportsSay(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	n, five, whole := map[string]int{}, 0, 200_000
	for range whole {
		s := Surnames.Draw(r)
		n[s]++
		switch s {
		case "王", "李", "张", "刘", "陈":
			five++
		}
	}
	if share := float64(five) / float64(whole); share < 0.30 || share > 0.35 {
		t.Errorf("the five first are %.3f of all, reported 0.308", share)
	}
	if n["欧阳"] == 0 || n["王"] < n["刘"] || len(n) < 180 {
		t.Error(n["欧阳"], n["王"], len(n))
	}
}

func TestGivenNamesAreOfTheirTimeAndHaveOneOrTwoCharacters(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	count := func(year int, name string) (n int) {
		for range 20_000 {
			g := Given(r, true, year, "")
			if l := utf8.RuneCountInString(g); l < 1 || l > 2 {
				t.Fatal(g)
			}
			if g == name {
				n++
			}
		}
		return n
	}
	if count(1952, "建国") == 0 || count(2015, "建国") != 0 || count(2012, "浩然") == 0 {
		t.Error("names of another time")
	}
}

func TestEnglishTablesHaveALongTail(t *testing.T) {
	for what, c := range map[string]struct {
		t    Table
		most int
	}{"given": {GivenNames, 500}, "family": {FamilyNames, 8000}, "streets": {Streets, 5000}, "suburbs": {Suburbs, 2500}, "estates": {Estates, 2000}} {
		if len(c.t.Words) < c.most {
			t.Errorf("%s: %d words", what, len(c.t.Words))
		}
		r, n := rand.New(rand.NewPCG(4, 1)), map[string]int{}
		for range 50_000 {
			n[c.t.Draw(r)]++
		}
		if n[c.t.Words[0]] < n[c.t.Words[20]] || n[c.t.Words[0]] > 5000 {
			t.Errorf("%s: the commonest came %d times", what, n[c.t.Words[0]])
		}
	}
}
