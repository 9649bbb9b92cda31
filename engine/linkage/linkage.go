package linkage

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Field is one thing that records are compared by.
type Field struct {
	Name string
	// Compare gives the level, 0 (best) to len(M)-1, or Missing. Symmetric.
	Compare func(a, b string) int
	// M and U are the probabilities of each level among pairs that are one and
	// pairs that are not; each adds up to 1. Learn replaces them.
	M, U []float64
	// Rare: an exact agreement counts for more the rarer the value. Learn counts.
	Rare bool

	often map[string]float64 // share of a value among the records
	mean  float64            // expected share of the value of an agreeing random pair
}

// Model is the fields and the probability that any two records are one.
type Model struct {
	Fields []Field
	Prior  float64 // 0 < Prior < 1; about duplicates / (records²/2)
}

// Score is what a comparison came to.
type Score struct {
	Probability float64   // that the two are one
	Levels      []int     // of each field; Missing where a value is not known
	Bits        []float64 // weight of each field: positive speaks for one
}

// Check reports what is wrong with a model.
func (m *Model) Check() error {
	if m.Prior <= 0 || m.Prior >= 1 {
		return fmt.Errorf("linkage: a prior of %g is no probability between 0 and 1", m.Prior)
	}
	for _, f := range m.Fields {
		if len(f.M) < 2 || len(f.M) != len(f.U) || f.Compare == nil {
			return fmt.Errorf("linkage: field %s has no comparison or no levels", f.Name)
		}
		for _, p := range [][]float64{f.M, f.U} {
			sum := 0.0
			for _, v := range p {
				if v <= 0 || v >= 1 {
					return fmt.Errorf("linkage: field %s has a probability of %g", f.Name, v)
				}
				sum += v
			}
			if math.Abs(sum-1) > 1e-6 {
				return fmt.Errorf("linkage: the probabilities of field %s add up to %g", f.Name, sum)
			}
		}
	}
	return nil
}

// Compare scores one pair; a and b hold a value for each field, "" where it is
// not known. O(fields × length of the values).
func (m *Model) Compare(a, b []string) Score {
	s := Score{Levels: make([]int, len(m.Fields)), Bits: make([]float64, len(m.Fields))}
	total := math.Log2(m.Prior / (1 - m.Prior))
	for i := range m.Fields {
		f := &m.Fields[i]
		l := f.Compare(a[i], b[i])
		s.Levels[i] = l
		if l == Missing {
			continue
		}
		s.Bits[i] = math.Log2(f.M[l] / f.U[l])
		if l == 0 && f.Rare && f.often != nil {
			// No value is worth more than one that two records share and nobody else.
			if share, ok := f.often[a[i]]; ok && share > 0 {
				s.Bits[i] += math.Log2(f.mean / share)
			}
		}
		total += s.Bits[i]
	}
	s.Probability = 1 / (1 + math.Exp2(-total))
	return s
}

// most is how many candidates Learn looks at.
const most = 200_000

// Learn fits the model to the records: U from random pairs, M and the prior by
// expectation and maximisation over all pairs, of which those that are no
// candidates are taken to be two. So what the candidates were chosen by counts
// as the evidence that it is. Fields whose values
// say too little keep what they had. The same input gives the same model.
// O(rounds × candidates × fields); at most 50 rounds and 200,000 candidates.
func (m *Model) Learn(ctx context.Context, records [][]string, candidates [][2]int32) error {
	if err := m.Check(); err != nil {
		return err
	}
	m.Count(records)
	if len(candidates) < 20 { // too few to learn from
		return nil
	}
	every := float64(len(records)) * float64(len(records)-1) / 2
	every *= float64(min(len(candidates), most)) / float64(len(candidates)) // as the sample stands for all
	candidates = sample(candidates, most)
	levels := make([][]int, len(candidates))
	for i, c := range candidates {
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		levels[i] = make([]int, len(m.Fields))
		for k := range m.Fields {
			levels[i][k] = m.Fields[k].Compare(records[c[0]][k], records[c[1]][k])
		}
	}
	for range 50 {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if m.round(levels, every) < 1e-4 {
			break
		}
	}
	return nil
}

// Count fits U to random pairs of the records and notes how often values occur;
// M and the prior stay: for those who know them better than a register can tell.
func (m *Model) Count(records [][]string) {
	m.count(records)
	m.unlike(records)
}

// count notes how often each value occurs.
func (m *Model) count(records [][]string) {
	for k := range m.Fields {
		f := &m.Fields[k]
		if !f.Rare {
			continue
		}
		times, all := map[string]int{}, 0
		for _, r := range records {
			if r[k] != "" {
				times[r[k]]++
				all++
			}
		}
		f.often = make(map[string]float64, len(times))
		square := 0.0
		for v, n := range times {
			share := float64(n) / float64(all)
			f.often[v] = share
			square += share * share
		}
		f.mean = square // the share of an agreeing random pair's value, weighted by how often it agrees
		if square > 0 {
			cube := 0.0
			for _, share := range f.often {
				cube += share * share * math.Log2(share)
			}
			f.mean = math.Exp2(cube / square)
		}
	}
}

// unlike counts U on random pairs: of n records almost none is one thing.
func (m *Model) unlike(records [][]string) {
	n := len(records)
	if n < 50 {
		return
	}
	r := rand.New(rand.NewPCG(1, uint64(n)))
	got := make([][]float64, len(m.Fields))
	for k, f := range m.Fields {
		got[k] = slices.Repeat([]float64{0.5}, len(f.U)) // half a pair each: no level is impossible
	}
	for range min(100_000, 20*n) {
		a, b := r.IntN(n), r.IntN(n)
		if a == b {
			continue
		}
		for k, f := range m.Fields {
			if l := f.Compare(records[a][k], records[b][k]); l != Missing {
				got[k][l]++
			}
		}
	}
	for k := range m.Fields {
		m.Fields[k].U = shares(got[k])
	}
}

// round is one step of expectation and maximisation; it returns the largest
// change of a probability.
func (m *Model) round(levels [][]int, every float64) float64 {
	soft := make([][]float64, len(m.Fields))
	for k, f := range m.Fields {
		soft[k] = make([]float64, len(f.M))
		for l := range f.M {
			soft[k][l] = 2 * f.M[l] // two imagined pairs hold on to what was believed before
		}
	}
	sum := 0.0
	prior := math.Log2(m.Prior / (1 - m.Prior))
	for _, ls := range levels {
		bits := prior
		for k, l := range ls {
			if l != Missing {
				bits += math.Log2(m.Fields[k].M[l] / m.Fields[k].U[l])
			}
		}
		p := 1 / (1 + math.Exp2(-bits))
		sum += p
		for k, l := range ls {
			if l != Missing {
				soft[k][l] += p
			}
		}
	}
	change := 0.0
	for k := range m.Fields {
		next := shares(soft[k])
		for l := range next {
			change = max(change, math.Abs(next[l]-m.Fields[k].M[l]))
		}
		m.Fields[k].M = next
	}
	next := min(max(sum, 0.5)/every, 0.5)
	change = max(change, math.Abs(next-m.Prior)/m.Prior/100)
	m.Prior = next
	return change
}

func shares(counts []float64) []float64 {
	out, sum := make([]float64, len(counts)), 0.0
	for _, c := range counts {
		sum += max(c, 1e-6)
	}
	for i, c := range counts {
		out[i] = max(c, 1e-6) / sum
	}
	return out
}

func sample(all [][2]int32, most int) [][2]int32 {
	if len(all) <= most {
		return all
	}
	out := make([][2]int32, most)
	for i := range out {
		out[i] = all[i*len(all)/most]
	}
	return out
}
