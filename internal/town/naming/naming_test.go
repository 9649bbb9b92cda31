package naming

import (
	"math/rand/v2"
	"testing"
	"unicode/utf8"
)

func TestSurnamesComeAsOftenAsTheirWeight(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	n := map[string]int{}
	for range 20_000 {
		n[Southern.Draw(r)]++
	}
	if n["陈"] < n["刘"] || n["陈"] < 1500 || n["陈"] > 2700 || n["欧阳"] == 0 {
		t.Error(n["陈"], n["刘"], n["欧阳"])
	}
}

func TestGivenNamesAreThoseOfTheirTime(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	count := func(year int, name string) (n int) {
		for range 5000 {
			if Given(r, true, year) == name {
				n++
			}
		}
		return n
	}
	if count(1958, "建国") == 0 || count(2015, "建国") != 0 || count(2006, "子轩") == 0 {
		t.Error("names of another time")
	}
	for range 2000 {
		if g := Given(r, false, 1930+r.IntN(96)); utf8.RuneCountInString(g) < 1 || utf8.RuneCountInString(g) > 2 {
			t.Error(g)
		}
	}
}

func TestMishearChangesOneCharacterOfTheGivenName(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	got, ok := Mishear(r, "陈志辉")
	if !ok || got == "陈志辉" || utf8.RuneCountInString(got) != 3 || got[:3] != "陈" {
		t.Error(got, ok)
	}
	if got, ok := Mishear(r, "陈〇"); ok || got != "陈〇" {
		t.Error(got, ok)
	}
}
