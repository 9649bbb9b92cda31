package transport

import (
	"math"
	"slices"
)

// Problem is the amounts to be brought and the room for them. Cost[i*len(Room)+j]
// is what a unit of source i costs at place j, ≥ 0, +Inf where it may not go; Spare[i]
// what a unit costs that goes nowhere, +Inf where all has to go. Amounts, room and
// finite costs are ≥ 0; room may be +Inf.
type Problem struct {
	Amount []float64
	Room   []float64
	Cost   []float64
	Spare  []float64
}

// Plan says what goes where. Price[j] ≥ 0 is what a unit of room at place j is
// worth. Where not all can be brought that has to be, Stuck lists sources which
// together have Short more than there is room for at the places that they may go to,
// and the rest of the plan is of no use.
type Plan struct {
	Flow  []Flow // by source and place; what goes nowhere is not listed
	Cost  float64
	Price []float64
	Stuck []int32
	Short float64
}

// Flow is an amount that goes from a source to a place.
type Flow struct {
	Source, Place int32
	Amount        float64
}

// state is a plan in the making. The last place stands for nowhere.
type state struct {
	Problem
	places int
	left   []float64
	at     [][]int32   // sources with a flow at each place
	flow   [][]Flow    // of each source
	step   [][]float64 // of a full place: what moving the cheapest source to another one costs
	mover  [][]int32   // and which source it is
	fresh  []bool      // step and mover are right
	dist   []float64
	from   []int32
	queue  []int32
	queued []bool
	dust   float64 // amounts below are none
	tiny   float64 // costs that differ less are equal
}

// Solve finds a plan of least cost.
func Solve(p Problem) Plan {
	s := &state{Problem: p, places: len(p.Room) + 1, left: append(slices.Clone(p.Room), math.Inf(1))}
	s.at, s.flow = make([][]int32, s.places), make([][]Flow, len(p.Amount))
	s.step, s.mover, s.fresh = make([][]float64, s.places), make([][]int32, s.places), make([]bool, s.places)
	s.dist, s.from, s.queued = make([]float64, s.places), make([]int32, s.places), make([]bool, s.places)
	most, total := 0.0, 0.0
	for _, v := range p.Cost {
		if !math.IsInf(v, 1) {
			most = max(most, v)
		}
	}
	for _, v := range p.Amount {
		total += v
	}
	s.dust, s.tiny = 1e-12*total, 1e-12*most
	for i := range p.Amount {
		if short := s.send(int32(i)); short > 0 {
			return s.stuck(int32(i))
		}
	}
	return s.plan(most)
}

func (s *state) cost(i int32, j int) float64 {
	if j == s.places-1 {
		return s.Spare[i]
	}
	return s.Cost[int(i)*(s.places-1)+j]
}

func (s *state) full(j int) bool { return s.left[j] <= s.dust }

// send brings all of source i somewhere; it returns what is left of it where
// there is no room.
func (s *state) send(i int32) float64 {
	want := s.Amount[i]
	if want <= s.dust { // it takes no room
		best := 0
		for j := range s.places {
			if s.cost(i, j) < s.cost(i, best) {
				best = j
			}
		}
		if math.IsInf(s.cost(i, best), 1) {
			return 1
		}
		s.flow[i] = append(s.flow[i], Flow{i, int32(best), want})
		return 0
	}
	for want > s.dust {
		end := s.search(i)
		if end < 0 {
			return want
		}
		amount := min(want, s.left[end])
		for j := end; s.from[j] >= 0; j = int(s.from[j]) {
			amount = min(amount, s.has(s.mover[s.from[j]][j], int(s.from[j])))
		}
		for j := end; ; {
			before := int(s.from[j])
			if before < 0 {
				s.put(i, j, amount)
				break
			}
			l := s.mover[before][j]
			s.put(l, before, -amount)
			s.put(l, j, amount)
			j = before
		}
		want -= amount
	}
	return 0
}

// search finds the end of a cheapest chain of moves for source i: a place with
// room, or -1.
func (s *state) search(i int32) int {
	s.queue = s.queue[:0]
	for j := range s.places {
		s.dist[j], s.from[j] = s.cost(i, j), -1
		if !math.IsInf(s.dist[j], 1) && s.full(j) {
			s.queue = append(s.queue, int32(j))
			s.queued[j] = true
		}
	}
	for head, limit := 0, s.places*s.places*4; head < len(s.queue) && head < limit; head++ {
		a := int(s.queue[head])
		s.queued[a] = false
		s.freshen(a)
		for b, d := range s.step[a] {
			if v := s.dist[a] + d; v < s.dist[b]-s.tiny {
				s.dist[b], s.from[b] = v, int32(a)
				if s.full(b) && !s.queued[b] {
					s.queue = append(s.queue, int32(b))
					s.queued[b] = true
				}
			}
		}
	}
	for _, a := range s.queue {
		s.queued[a] = false
	}
	best := -1
	for j := range s.places {
		if !s.full(j) && !math.IsInf(s.dist[j], 1) && (best < 0 || s.dist[j] < s.dist[best]) {
			best = j
		}
	}
	return best
}

// freshen finds out anew what moving on from a full place costs.
func (s *state) freshen(a int) {
	if s.fresh[a] {
		return
	}
	s.fresh[a] = true
	if s.step[a] == nil {
		s.step[a], s.mover[a] = make([]float64, s.places), make([]int32, s.places)
	}
	for b := range s.places {
		s.step[a][b], s.mover[a][b] = math.Inf(1), -1
	}
	for _, l := range s.at[a] {
		here := s.cost(l, a)
		for b := range s.places {
			if d := s.cost(l, b) - here; d < s.step[a][b] && b != a {
				s.step[a][b], s.mover[a][b] = d, l
			}
		}
	}
}

// has is how much of source l is at place j.
func (s *state) has(l int32, j int) float64 {
	for _, f := range s.flow[l] {
		if int(f.Place) == j {
			return f.Amount
		}
	}
	return 0
}

// put changes the flow of source l at place j.
func (s *state) put(l int32, j int, amount float64) {
	s.fresh[j] = false
	s.left[j] -= amount
	for x := range s.flow[l] {
		f := &s.flow[l][x]
		if int(f.Place) != j {
			continue
		}
		if f.Amount += amount; f.Amount <= s.dust && amount < 0 {
			s.flow[l] = slices.Delete(s.flow[l], x, x+1)
			at := slices.Index(s.at[j], l)
			s.at[j][at] = s.at[j][len(s.at[j])-1]
			s.at[j] = s.at[j][:len(s.at[j])-1]
		}
		return
	}
	s.flow[l] = append(s.flow[l], Flow{l, int32(j), amount})
	s.at[j] = append(s.at[j], l)
}

// stuck tells why source i cannot be brought: whatever it or those that would
// make room for it may go to is full.
func (s *state) stuck(i int32) Plan {
	reached := make([]bool, s.places)
	in := map[int32]bool{i: true}
	short := 0.0
	for todo := []int32{i}; len(todo) > 0; todo = todo[1:] {
		short += s.Amount[todo[0]]
		for j := range s.places {
			if reached[j] || math.IsInf(s.cost(todo[0], j), 1) {
				continue
			}
			reached[j] = true
			short -= s.Room[j]
			for _, l := range s.at[j] {
				if !in[l] {
					in[l] = true
					todo = append(todo, l)
				}
			}
		}
	}
	p := Plan{Short: short}
	for l := range in {
		p.Stuck = append(p.Stuck, l)
	}
	slices.Sort(p.Stuck)
	return p
}

// plan writes down the flows and finds the prices: what room at a place saves is
// what moving something on from it costs, up to a place with room.
func (s *state) plan(most float64) Plan {
	p := Plan{Price: make([]float64, s.places)}
	for i := range s.flow {
		slices.SortFunc(s.flow[i], func(a, b Flow) int { return int(a.Place - b.Place) })
		for _, f := range s.flow[i] {
			p.Cost += f.Amount * s.cost(f.Source, int(f.Place))
			if int(f.Place) < s.places-1 {
				p.Flow = append(p.Flow, f)
			}
		}
	}
	for j := range s.places {
		if s.full(j) { // where nothing can move on, any high price is right
			p.Price[j] = 2 * (most + 1) * float64(s.places)
		}
	}
	for range s.places {
		changed := false
		for a := range s.places {
			if !s.full(a) {
				continue
			}
			s.freshen(a)
			for b, d := range s.step[a] {
				if v := d + p.Price[b]; v < p.Price[a] {
					p.Price[a], changed = max(0, v), true
				}
			}
		}
		if !changed {
			break
		}
	}
	p.Price = p.Price[:s.places-1]
	return p
}
