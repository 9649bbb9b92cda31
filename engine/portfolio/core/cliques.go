package core

import "slices"

// FindCliques adds rows for larger cliques than the program lists: two things
// that cannot be chosen together, by all they need, are an edge; edges are
// grown greedily. One row of a clique is stronger than all of its pairs.
func (t *Table) FindCliques(is []int8) (found [][]int32) {
	n := len(t.Value)
	if n > 6000 || len(t.P.Cliques) == 0 {
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
			for _, b := range t.Below[list[at]] {
				if !seen[b] && is[b] == Undecided {
					seen[b] = true
					list = append(list, b)
				}
			}
		}
		return list
	}
	total := 0
	for j := range t.Foes {
		total += len(t.Foes[j])
	}
	if total > 4_000_000 {
		return nil
	}
	for j := range int32(n) {
		if is[j] != Undecided {
			continue
		}
		for _, f := range t.Foes[j] {
			if f > j && is[f] == Undecided {
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
	for _, c := range t.P.Cliques {
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
				if bits&1 == 0 || b <= a || done[[2]int32{a, b}] || is[a] != Undecided || is[b] != Undecided {
					continue
				}
				grown := []int32{a, b}
				for c := range int32(n) {
					if c == a || c == b || is[c] != Undecided {
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
func (t *Table) pair(a, b int32) bool { return slices.Contains(t.Foes[a], b) }
