package binary

import (
	"math"
	"slices"
)

// root decides what it can, finds a first choice and builds the core. It returns
// the node to go on from and its bound; nil where nothing is left.
func (s *search) root(node *Node, out *Solution) (*Node, float64) {
	node, ok := s.rows(node)
	if !ok {
		return nil, 0
	}
	dived, cut := false, false
	for round := 0; ; round++ {
		s.build()
		w := newWorker(s)
		w.value, w.own = s.value, s.best
		if round == 0 {
			w.value = none // prices of the whole program are wanted
		}
		before := len(s.things)
		at, _, bound := w.visit(node, s.is, false)
		if round == 0 {
			s.publish(w, out)
			if s.value != none && (w.value == none || w.value < s.value) {
				w.value, w.own = s.value, s.best
			}
		}
		if at != nil {
			if w.own == nil || round > 0 && !dived {
				dived = true
				w.dive(s.is)
			}
			if w.own != nil {
				s.t.bound(1, s.first, s.is, w.d)
				w.improve(slices.Clone(w.own))
			}
		}
		if w.own != nil && (s.value == none || w.value > s.value) {
			s.best, s.value = w.own, w.value
		}
		if at == nil {
			return nil, 0
		}
		node, s.last = at, slices.Clone(w.held)
		left := 0
		for _, j := range s.things {
			if s.is[j] == undecided {
				left++
			}
		}
		if s.value != none && bound < float64(s.value+s.t.step) {
			node.Weight, node.Price = 1, s.last
			return nil, 0
		}
		if s.stop() || round > 12 || cut && left*10 > before*9 {
			s.build()
			return node, bound
		}
		if round >= 1 && left*10 > before*9 {
			cut = true
			w.cuts()
		}
	}
}

// publish notes the prices of the whole program.
func (s *search) publish(w *worker, out *Solution) {
	out.Price = make([]float64, len(s.t.p.Rows))
	for _, y := range w.held {
		if int(y.Row) < len(out.Price) {
			out.Price[y.Row] = y.By * s.t.unit(int(y.Row))
		}
	}
	s.first = slices.Clone(w.held)
	d := make([]float64, len(s.is))
	s.t.bound(1, s.first, s.is, d)
	out.Worth = d
}

// unit is by what a row was divided, the other way round.
func (t *table) unit(i int) float64 {
	for k, a := range t.p.Rows[i].By {
		if a != 0 {
			return t.rows[i].by[k] / float64(a)
		}
	}
	return 1
}

// rows decides what a single row leaves no choice about: a price of 1 on the row
// and weight 0 prove it.
func (s *search) rows(node *Node) (*Node, bool) {
	d := make([]float64, len(s.is))
	for again := true; again; {
		again = false
		for i := range s.t.p.Rows {
			price := []Price{{int32(i), 1}}
			value, slack := s.t.bound(0, price, s.is, d)
			if value+slack < 0 {
				node.Price = price
				return nil, false
			}
			for _, j := range s.t.rows[i].at {
				if s.is[j] != undecided || value+slack-math.Abs(d[j]) >= 0 || d[j] == 0 {
					continue
				}
				to := zero
				if d[j] > 0 {
					to = one
				}
				node.Price = price
				node.Fix = append(node.Fix, Decided{j, to == one})
				if _, ok := s.t.decide(s.is, j, to, nil); !ok {
					return nil, false
				}
			}
			if len(node.Fix) > 0 {
				node.Then = &Node{}
				node, again = node.Then, true
			}
		}
	}
	return node, true
}

// build makes the core: what is undecided, and the rows that can be broken.
func (s *search) build() {
	t := s.t
	s.things, s.core = s.things[:0:0], make([]int32, len(s.is))
	s.offset = 0
	for j, v := range s.is {
		s.core[j] = -1
		switch v {
		case undecided:
			s.core[j] = int32(len(s.things))
			s.things = append(s.things, int32(j))
		case one:
			s.offset += t.value[j]
		}
	}
	s.hard, s.rules, s.rest = nil, nil, nil
	s.cells = make([][]cell, len(s.things))
	s.lines = make([]scaled, len(t.rows))
	for i := range t.rows {
		s.shrink(int32(i))
	}
}

// scaled is a row among the undecided, its numbers times scale: about 1.
type scaled struct {
	at    []int32 // places in things
	by    []float64
	most  float64
	scale float64
}

// shrink makes the row of the core; where it can be broken it is listed.
func (s *search) shrink(i int32) {
	r, l := &s.t.rows[i], &s.lines[i]
	*l = scaled{most: r.most, scale: 1}
	sum, largest := 0.0, 0.0
	for k, j := range r.at {
		switch {
		case s.core[j] >= 0:
			l.at, l.by = append(l.at, s.core[j]), append(l.by, r.by[k])
			sum += max(0, r.by[k])
			largest = max(largest, math.Abs(r.by[k]))
		case s.is[j] == one:
			l.most -= r.by[k]
		}
	}
	if len(l.at) == 0 || sum <= l.most {
		return // whatever is chosen keeps it
	}
	if int(i) >= len(s.t.p.Rows) {
		s.rules = append(s.rules, i)
	} else {
		place := int32(len(s.hard))
		s.hard, s.rest = append(s.hard, i), append(s.rest, l.most)
		for k, c := range l.at {
			s.cells[c] = append(s.cells[c], cell{place, l.by[k]})
		}
	}
	if largest > 0 {
		l.scale = math.Exp2(-math.Floor(math.Log2(largest)))
	}
	for k := range l.by {
		l.by[k] *= l.scale
	}
	l.most *= l.scale
}

// findCliques adds rows for larger cliques than the program lists: two things
// that cannot be chosen together, by all they need, are an edge; edges are
// grown greedily. One row of a clique is stronger than all of its pairs.
func (t *table) findCliques(is []int8) (found [][]int32) {
	n := len(t.value)
	if n > 6000 || len(t.p.Cliques) == 0 {
		return nil
	}
	words := (n + 63) / 64
	edge := make([][]uint64, n)
	link := func(a, b int32) {
		for _, x := range [2][2]int32{{a, b}, {b, a}} {
			if edge[x[0]] == nil {
				edge[x[0]] = make([]uint64, words)
			}
			edge[x[0]][x[1]/64] |= 1 << (x[1] % 64)
		}
	}
	// under are those that need a thing, itself first.
	under := func(j int32) []int32 {
		list, seen := []int32{j}, map[int32]bool{j: true}
		for at := 0; at < len(list); at++ {
			for _, b := range t.below[list[at]] {
				if !seen[b] && is[b] == undecided {
					seen[b] = true
					list = append(list, b)
				}
			}
		}
		return list
	}
	total := 0
	for j := range t.foes {
		total += len(t.foes[j])
	}
	if total > 4_000_000 {
		return nil
	}
	for j := range int32(n) {
		if is[j] != undecided {
			continue
		}
		for _, f := range t.foes[j] {
			if f > j && is[f] == undecided {
				for _, a := range under(j) {
					for _, b := range under(f) {
						if a != b {
							link(a, b)
						}
					}
				}
			}
		}
	}
	has := func(a, b int32) bool { return edge[a] != nil && edge[a][b/64]>>(b%64)&1 == 1 }
	done := map[[2]int32]bool{}
	for _, c := range t.p.Cliques {
		if len(c) > 2 {
			for x, a := range c {
				for _, b := range c[:x] {
					done[[2]int32{min(a, b), max(a, b)}] = true
				}
			}
		}
	}
	for a := range int32(n) {
		for w, bits := range edge[a] {
			for b := int32(w * 64); bits != 0; b, bits = b+1, bits>>1 {
				if bits&1 == 0 || b <= a || done[[2]int32{a, b}] || is[a] != undecided || is[b] != undecided {
					continue
				}
				grown := []int32{a, b}
				for c := range int32(n) {
					if c == a || c == b || is[c] != undecided {
						continue
					}
					all := true
					for _, g := range grown {
						if all = has(c, g); !all {
							break
						}
					}
					if all {
						grown = append(grown, c)
					}
				}
				for x, p := range grown {
					for _, q := range grown[:x] {
						done[[2]int32{min(p, q), max(p, q)}] = true
					}
				}
				if len(grown) > 2 || !t.pair(a, b) {
					slices.Sort(grown)
					found = append(found, grown)
					t.clique(grown)
				}
			}
		}
	}
	return found
}

// pair reports whether two things exclude each other by a clique of the program.
func (t *table) pair(a, b int32) bool { return slices.Contains(t.foes[a], b) }
