package blocks

import (
	"math/bits"
	"math/rand/v2"
	"slices"

	"linli/engine/linkage/columns"
)

// Most is how many keys there are at the most.
const Most = 24

// part is a code of a column; sorted means those of two columns in either order.
type part struct {
	column, code int
	other        int // of a sorted pair, else -1
}

// Key is what records share to be compared.
type Key struct {
	parts []part
	salt  uint32
	Name  string // the columns
}

// Plan is the keys of a table.
type Plan struct {
	Keys []Key
	Cap  int // most records of a block
}

const (
	copies = 2048   // damaged copies that keys are tried on
	first  = 15_000 // records that all keys are tried on
	second = 120_000
)

// draw is a sample of records, all where there are not more.
func draw(t *columns.Table, r *rand.Rand, most int) []int {
	sample := make([]int, min(t.N, most))
	for i := range sample {
		sample[i] = i
		if t.N > most {
			sample[i] = r.IntN(t.N)
		}
	}
	return sample
}

// Damage says how a column comes to harm: Equal, how often copies agree in it.
type Damage struct {
	Equal float64
	With  int // the column that it may be swapped with, -1
}

// Make chooses keys for a table. pairs is the budget of candidate pairs, limit the
// most records of a block. The same table gives the same plan, whatever the number
// of workers.
func Make(t *columns.Table, damage []Damage, pairs float64, limit, workers int) *Plan {
	p := &Plan{Cap: limit}
	r := rand.New(rand.NewPCG(7, uint64(t.N)))
	all := templates(t, damage)
	sample := draw(t, r, first)
	hits, of := try(t, all, damage, sample, r)
	cost := make([]float64, len(all))
	look := func(sample []int, k int, most float64) {
		scale := float64(t.N) / float64(len(sample))
		keys := make([]uint32, len(sample))
		for x, i := range sample {
			keys[x] = all[k].of(t.Row(i), t)
		}
		var large map[uint32]bool
		cost[k], large = shared(keys, most/scale)
		cost[k] *= scale * scale
		if most > float64(limit) {
			return
		}
		for x := range of {
			if large[all[k].of(t.Row(of[x]), t)] {
				hits[k][x/64] &^= 1 << (x % 64)
			}
		}
	}
	if t.N > first { // what is hopeless in a small sample is not looked at again
		each(workers, len(all), func(k int) { look(sample, k, float64(t.N)) })
		sample = draw(t, r, second)
	}
	each(workers, len(all), func(k int) {
		if cost[k] < 30*pairs {
			look(sample, k, float64(limit))
		}
	})
	var found [copies]uint8
	left := pairs
	for len(p.Keys) < Most {
		best, gain := -1, 0.5
		for k := range all {
			if hits[k] == nil || cost[k] > left || cost[k] > pairs/4 {
				continue
			}
			g := 0.0
			for w, word := range hits[k] {
				for ; word != 0; word &= word - 1 {
					g += worth[min(found[w*64+bits.TrailingZeros64(word)], 5)]
				}
			}
			g /= 1 + cost[k]/pairs*4
			if g > gain {
				best, gain = k, g
			}
		}
		if best < 0 {
			break
		}
		for w, word := range hits[best] {
			for ; word != 0; word &= word - 1 {
				found[w*64+bits.TrailingZeros64(word)]++
			}
		}
		left -= cost[best]
		for k := range all { // a finer key finds nothing that a coarser one found
			if k != best && finer(&all[k], &all[best]) {
				for w := range hits[k] {
					hits[k][w] &^= hits[best][w]
				}
			}
		}
		hits[best] = nil
		p.Keys = append(p.Keys, all[best])
	}
	return p
}

// finer reports whether whoever shares a shares b as well.
func finer(a, b *Key) bool {
	for _, q := range b.parts {
		if !slices.ContainsFunc(a.parts, func(p part) bool { return p == q || p.column == q.column && p.code == 0 && p.other < 0 && q.other < 0 }) {
			return false
		}
	}
	return true
}

// worth of finding a copy that so many keys find already.
var worth = [6]float64{1, 0.3, 0.1, 0.03, 0.01, 0.002}

// templates are all keys of one code, or two of different columns.
func templates(t *columns.Table, damage []Damage) []Key {
	var one []part
	for c := range t.Columns {
		for code := range columns.Codes {
			if code == 0 || columns.Survives[t.Columns[c].Role][code] > 0 {
				one = append(one, part{c, code, -1})
			}
		}
		if w := damage[c].With; w >= 0 {
			one = append(one, part{c, 0, w})
			if t.Columns[w].Role != columns.Postcode {
				one = append(one, part{c, 1, w})
			}
		}
	}
	var all []Key
	add := func(ps ...part) {
		k := Key{parts: ps, salt: uint32(len(all)+1) * 0x9E3779B1}
		for i, p := range ps {
			if i > 0 {
				k.Name += "+"
			}
			k.Name += t.Columns[p.column].Name
			if p.other >= 0 {
				k.Name += "/" + t.Columns[p.other].Name
			}
		}
		all = append(all, k)
	}
	for i, p := range one {
		add(p)
		for _, q := range one[i+1:] {
			if p.column != q.column && p.other != q.column && q.other != p.column {
				add(p, q)
			}
		}
	}
	return all
}

// of is the key of a row, 0 for none.
func (k *Key) of(row []uint32, t *columns.Table) uint32 {
	return k.Of(func(c int) *columns.Value { return &t.Columns[c].Values[row[c]] })
}

// Of is the key of a record with these values, 0 for none.
func (k *Key) Of(value func(column int) *columns.Value) uint32 {
	h := k.salt
	for _, p := range k.parts {
		c := value(p.column).Codes[p.code]
		if p.other >= 0 {
			d := value(p.other).Codes[p.code]
			if c == 0 || d == 0 {
				return 0
			}
			c = mix(min(c, d), max(c, d))
		}
		if c == 0 {
			return 0
		}
		h = mix(h, c)
	}
	return h | 1
}

func mix(a, b uint32) uint32 {
	x := uint64(a)<<32 | uint64(b)
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	x ^= x >> 33
	return uint32(x)
}

// shared is how many pairs share a key, and which keys so many share that they
// give none.
func shared(keys []uint32, limit float64) (pairs float64, large map[uint32]bool) {
	slices.Sort(keys)
	large = map[uint32]bool{}
	for i := 0; i < len(keys); {
		j := i + 1
		for j < len(keys) && keys[j] == keys[i] {
			j++
		}
		switch n := float64(j - i); {
		case keys[i] == 0:
		case n <= max(limit, 2):
			pairs += n * (n - 1) / 2
		default:
			large[keys[i]] = true
			if n <= 2*limit { // in the whole, some of these are small enough
				pairs += n * limit / 4
			}
		}
		i = j
	}
	return pairs, large
}

// try damages copies of records and notes, for each key, which copies share it
// with their original, and of which records they are.
func try(t *columns.Table, all []Key, damage []Damage, sample []int, r *rand.Rand) (hits [][]uint64, of [copies]int) {
	type state struct {
		known, equal bool
		codes        [columns.Codes]bool
	}
	hits = make([][]uint64, len(all))
	for k := range hits {
		hits[k] = make([]uint64, copies/64)
	}
	cols := make([]state, len(t.Columns))
	for x := range copies {
		of[x] = sample[r.IntN(len(sample))]
		a, b := t.Row(of[x]), t.Row(sample[r.IntN(len(sample))])
		harm := [4]float64{0.7, 2, 3.5, 5}[x%4]
		for c := range cols {
			role := t.Columns[c].Role
			s := state{known: a[c] != 0 && (b[c] != 0 || r.IntN(2) == 0)}
			s.equal = r.Float64() > min(0.9, harm*(1-damage[c].Equal))
			half := r.Float64()
			for code := range s.codes {
				s.codes[code] = s.equal
				if p := columns.Survives[role][code]; !s.equal && p > 0 {
					s.codes[code] = half < p
					half = half + 1 - p // what one code survives, another mostly does not
					if half >= 1 {
						half--
					}
				}
			}
			cols[c] = s
		}
		for c := range cols { // swaps
			if w := damage[c].With; w >= 0 && r.Float64() < 0.02*harm {
				cols[c].codes, cols[w].codes = [columns.Codes]bool{}, [columns.Codes]bool{}
				cols[c].equal = true
			}
		}
		for k := range all {
			ok := true
			for _, p := range all[k].parts {
				ok = ok && cols[p.column].known && (cols[p.column].codes[p.code] || p.other >= 0 && cols[p.column].equal) &&
					(p.other < 0 || cols[p.other].known && (cols[p.other].codes[p.code] || cols[p.column].equal && !cols[p.column].codes[0]))
				ok = ok && t.Columns[p.column].Values[a[p.column]].Codes[p.code] != 0
			}
			if ok {
				hits[k][x/64] |= 1 << (x % 64)
			}
		}
	}
	return hits, of
}
