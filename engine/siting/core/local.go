package core

import "math"

// Local is a choice of open sites of a core that is improved step by step. It
// knows no capacities.
type Local struct {
	Only []bool // where not nil, no other site is opened
	Work int    // what was done, roughly, in steps

	c             *Core
	open          []bool
	at            []int32 // open sites, in no order
	pos           []int32 // of each open site in at
	spent         float64
	much          float64 // stands for what cannot be served
	first, second []float64
	by, next      []int32   // the nearest and the second nearest open site, -1: none
	loss          []float64 // of each open site: what closing it costs
	dirty         []bool    // of each site: something near it changed since it was looked at
	extra         []float64 // scratch, by open site
	touched       []int32
	log           []int32 // what was opened (j) and closed (−1−j) since the log began
	logging       bool
	state         uint64
}

// NewLocal begins with no site open.
func NewLocal(c *Core) *Local {
	n, m := len(c.Demand), len(c.Place)
	l := &Local{c: c, open: make([]bool, m), pos: make([]int32, m), first: make([]float64, n), second: make([]float64, n), by: make([]int32, n), next: make([]int32, n),
		loss: make([]float64, m), extra: make([]float64, m), dirty: make([]bool, m)}
	l.much = 1
	for k := range c.Demand {
		if s, e := c.Start[k], c.Start[k+1]; s < e {
			l.much = max(l.much, c.Cost[e-1])
		}
	}
	for _, f := range c.Fee {
		l.much = max(l.much, f)
	}
	l.much *= 10
	l.Set(nil)
	return l
}

// far is what demand k costs when no site of its list is open.
func (l *Local) far(k int32) float64 { return min(l.c.Roof(int(k)), l.much) }

// Set begins anew with some sites.
func (l *Local) Set(sites []int32) {
	clear(l.open)
	clear(l.loss)
	l.at, l.spent = l.at[:0], 0
	for _, j := range sites {
		l.enlist(j)
	}
	for k := range l.first {
		l.two(int32(k))
		if l.by[k] >= 0 {
			l.loss[l.by[k]] += l.second[k] - l.first[k]
		}
	}
	for j := range l.dirty {
		l.dirty[j] = true
	}
}

// two finds the nearest and the second nearest open option of demand k.
func (l *Local) two(k int32) {
	c := l.c
	far := l.far(k)
	l.first[k], l.second[k], l.by[k], l.next[k] = far, far, -1, -1
	for e := c.Start[k]; e < c.Start[k+1]; e++ {
		v := c.Cost[e]
		if v >= far {
			return
		}
		if j := c.Site[e]; l.open[j] {
			if l.by[k] >= 0 {
				l.second[k], l.next[k] = v, j
				return
			}
			l.first[k], l.by[k] = v, j
		}
	}
}

func (l *Local) enlist(j int32) {
	l.open[j], l.pos[j] = true, int32(len(l.at))
	l.at = append(l.at, j)
	l.spent += l.c.Price[j]
}

// soil marks the sites that see a change of demand k up to a cost.
func (l *Local) soil(k int32, cost float64) {
	c := l.c
	from, to := c.Start[k], c.Start[k+1]
	for e := from; e < to && c.Cost[e] < cost; e++ {
		l.dirty[c.Site[e]] = true
	}
	l.Work += int(to-from) / 4
}

// openSite takes site f into the choice.
func (l *Local) openSite(f int32) {
	l.enlist(f)
	if l.logging {
		l.log = append(l.log, f)
	}
	ds, cs := l.c.of(f)
	for x, v := range cs {
		k := ds[x]
		if v >= l.second[k] {
			continue
		}
		l.soil(k, l.second[k])
		if l.by[k] >= 0 {
			l.loss[l.by[k]] -= l.second[k] - l.first[k]
		}
		if v < l.first[k] {
			l.second[k], l.next[k] = l.first[k], l.by[k]
			l.first[k], l.by[k] = v, f
		} else {
			l.second[k], l.next[k] = v, f
		}
		l.loss[l.by[k]] += l.second[k] - l.first[k]
	}
}

// closeSite takes site r out of the choice.
func (l *Local) closeSite(r int32) {
	l.open[r] = false
	end := l.at[len(l.at)-1]
	l.at[l.pos[r]], l.pos[end] = end, l.pos[r]
	l.at = l.at[:len(l.at)-1]
	l.spent -= l.c.Price[r]
	if l.logging {
		l.log = append(l.log, -1-r)
	}
	ds, _ := l.c.of(r)
	for _, k := range ds {
		if l.by[k] != r && l.next[k] != r {
			continue
		}
		l.loss[l.by[k]] -= l.second[k] - l.first[k]
		l.two(k)
		l.soil(k, l.second[k])
		if l.by[k] >= 0 {
			l.loss[l.by[k]] += l.second[k] - l.first[k]
		}
	}
	l.loss[r] = 0
}

// fits reports whether site f may be opened besides.
func (l *Local) fits(f int32) bool {
	return len(l.at) < l.c.Left && l.spent+l.c.Price[f] <= l.c.Money
}

// Improve opens, swaps and closes sites as long as that helps, each time the
// best partner of the site in turn (Whitaker 1983; Resende and Werneck 2007, "A
// fast swap-based local search procedure for location problems"). It looks only
// at sites near which something changed. A round over all sites is O(pairs + sites ×
// open sites).
func (l *Local) Improve(stop func() bool) {
	least := 1e-10 * l.much
	for again := true; again; {
		again = false
		for f := range int32(len(l.dirty)) {
			if !l.dirty[f] {
				continue
			}
			l.dirty[f] = false
			if stop() {
				return
			}
			if l.open[f] {
				if d := l.c.Fee[f] - l.loss[f]; d > least && !l.c.must(f) {
					l.closeSite(f)
					again = true
				}
				continue
			}
			if l.Only != nil && !l.Only[f] {
				continue
			}
			out := l.partner(f, least)
			if out == nobody {
				continue
			}
			if out != nothing {
				l.closeSite(out)
			}
			l.openSite(f)
			again = true
		}
	}
}

const (
	nothing = -1 // is closed for a site to be opened
	nobody  = -2 // is there that could be closed
)

// partner is the site whose closing makes opening f worth most.
func (l *Local) partner(f int32, least float64) int32 {
	c := l.c
	gain := -c.Fee[f]
	ds, cs := c.of(f)
	for e, v := range cs {
		k := ds[e]
		if v >= l.second[k] {
			continue
		}
		extra := l.second[k] - v // what closing its site costs less, with f open
		if v < l.first[k] {
			gain += l.first[k] - v
			extra = l.second[k] - l.first[k]
		}
		if r := l.by[k]; r >= 0 {
			if l.extra[r] == 0 {
				l.touched = append(l.touched, r)
			}
			l.extra[r] += extra
		}
	}
	l.Work += len(ds) + len(l.at)
	best, out := least, int32(nobody)
	if l.fits(f) && gain > best {
		best, out = gain, nothing
	}
	room := c.Money - l.spent - c.Price[f]
	for _, r := range l.at {
		d := gain - l.loss[r] + l.extra[r] + c.Fee[r]
		if (d > best || d == best && r < out) && room+c.Price[r] >= 0 && !c.must(r) {
			best, out = d, r
		}
	}
	for _, r := range l.touched {
		l.extra[r] = 0
	}
	l.touched = l.touched[:0]
	return out
}

// Value is what the choice costs as far as the lists know.
func (l *Local) Value() float64 {
	sum := l.c.Base
	for _, j := range l.at {
		sum += l.c.Fee[j]
	}
	for _, v := range l.first {
		sum += v
	}
	return sum
}

// Whole is the choice in the numbers of the problem, with what is decided already.
func (l *Local) Whole(is []State) []bool {
	open := make([]bool, len(is))
	for j, x := range is {
		open[j] = x == Open
	}
	for _, j := range l.at {
		open[l.c.Place[j]] = true
	}
	return open
}

// Multipliers guesses multipliers: between the cost of the nearest and of the
// second nearest open site.
func (l *Local) Multipliers() []float64 {
	out := make([]float64, len(l.first))
	for k := range out {
		out[k] = min(0.5*(l.first[k]+l.second[k]), l.c.Roof(k))
		if l.by[k] < 0 && math.IsInf(l.c.None[k], 1) {
			out[k] = 0
		}
	}
	return out
}
