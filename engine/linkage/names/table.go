package names

import (
	"math/rand/v2"
	"sort"
	"strings"
)

// Table draws words by weight. Its Words may be read, not changed.
type Table struct {
	Words []string
	upTo  []float64 // sum of the weights up to each
}

func (t *Table) add(word string, weight float64) {
	sum := weight
	if n := len(t.upTo); n > 0 {
		sum += t.upTo[n-1]
	}
	t.Words, t.upTo = append(t.Words, word), append(t.upTo, sum)
}

// Draw draws a word.
func (t *Table) Draw(r *rand.Rand) string {
	x := r.Float64() * t.upTo[len(t.upTo)-1]
	return t.Words[min(sort.SearchFloat64s(t.upTo, x), len(t.Words)-1)]
}

func r0(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 20050101)) }

// words splits a list at line ends and spaces, or at | where words have spaces.
func words(s string) []string {
	if strings.Contains(s, "|") {
		return strings.Split(s, "|")
	}
	return strings.Fields(s)
}

// built makes n words of two or three parts, the same each time.
func built(r *rand.Rand, n int, first, middle, last string) []string {
	a, c := strings.Fields(first), strings.Fields(last)
	var b []string
	if middle != " " {
		b = strings.Fields(middle)
	}
	seen, out := map[string]bool{}, []string(nil)
	for tries := 0; len(out) < n && tries < 20*n; tries++ {
		w := a[r.IntN(len(a))]
		switch {
		case b == nil || strings.HasSuffix(middle, " ") && r.Float64() < 0.3:
			w += " "
		case r.Float64() < 0.35:
			w += b[r.IntN(len(b))]
		}
		if w += c[r.IntN(len(c))]; !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

// zipf gives words the weight 1/(rank+2.7), the lists one after the other
// (Mandelbrot 1953; 2.7 flattens the head as names of people are).
func zipf(lists ...[]string) (t Table) {
	seen := map[string]bool{}
	for _, list := range lists {
		for _, w := range list {
			if !seen[w] {
				seen[w] = true
				t.add(w, 1/(float64(len(seen))+1.7))
			}
		}
	}
	return t
}
