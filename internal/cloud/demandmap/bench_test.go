package demandmap

import (
	"os"
	"runtime"
	"sync"
	"testing"

	"linli/internal/region"
	"linli/internal/town"
)

// personOf is a resident of the fictional town as the source gives them.
func personOf(p town.Person) Person {
	out := Person{ID: p.Key, Household: p.Household, Region: region.Code(p.Region), Sex: p.Sex, Birth: p.Birth, Lon: p.Lon, Lat: p.Lat}
	for _, a := range p.Attributes {
		out.Attributes = append(out.Attributes, a.Key)
		if a.Value != "yes" {
			out.Attributes = append(out.Attributes, a.Key+":"+a.Value)
		}
	}
	return out
}

var million = sync.OnceValue(func() *index {
	residents := 150_000
	if os.Getenv("LINLI_TEST_BIG") != "" {
		residents = 1_500_000
	}
	x := newIndex()
	for b := range town.New(town.Options{Seed: 1, Residents: residents, Duplicates: -1}).Stream() {
		for _, p := range b.People {
			if err := x.put(personOf(p)); err != nil {
				panic(err)
			}
		}
	}
	x.pack()
	return x
})

// BenchmarkCombination needs LINLI_TEST_BIG for 1.5 million residents.
func BenchmarkCombination(b *testing.B) {
	x := million()
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.Logf("%d residents, bitmaps %.1f MB, heap %d MB, %d base cells", x.all.GetCardinality(), float64(x.bytes())/1e6, m.HeapAlloc>>20, len(x.cells))
	for _, c := range []struct {
		name string
		f    Filter
		in   []region.Code
	}{
		{"everybody", Filter{}, nil},
		{"one attribute", Filter{Attributes: []string{"new_citizen"}}, nil},
		{"60 and over", Filter{AgeFrom: 60, AgeTo: oldest}, nil},
		{"women over 75 who live alone with a chronic illness", Filter{Attributes: []string{"lives_alone", "chronic_illness"}, Sex: "female", AgeFrom: 75, AgeTo: oldest}, nil},
		{"level 2 and more in one street", Filter{Attributes: []string{"ability_level:2+"}, AgeFrom: 60, AgeTo: oldest}, []region.Code{"449901003"}},
		{"not low income, men 30 to 59", Filter{Attributes: []string{"!low_income"}, Sex: "male", AgeFrom: 30, AgeTo: 59}, nil},
	} {
		b.Run("pick/"+c.name, func(b *testing.B) {
			n := uint64(0)
			for b.Loop() {
				n = x.pick(c.f, c.in, today).GetCardinality()
			}
			b.ReportMetric(float64(n), "people")
		})
		for _, what := range []part{byPlace, byCell, byAge, byHouse} {
			b.Run(string(what)+"/"+c.name, func(b *testing.B) {
				for b.Loop() {
					x.count(x.pick(c.f, c.in, today), what, today)
				}
			})
		}
	}
}
