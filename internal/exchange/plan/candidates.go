package plan

import "slices"

// Candidate is one offer for a need, or why it is none.
type Candidate struct {
	Offer     int
	DistanceM int
	Why       Why // "" : possible
}

// Candidates are the offers of the need's category, possible ones first, the
// nearest first; at most limit.
func Candidates(n Need, offers []Offer, s Settings, limit int) []Candidate {
	w := &work{needs: []Need{n}, offers: offers, Settings: s}
	var out []Candidate
	for j, o := range offers {
		if o.Category != n.Category {
			continue
		}
		c := Candidate{Offer: j, DistanceM: int(metres(n.At, o.At))}
		switch {
		case c.DistanceM > w.within(int32(j)):
			c.Why = TooFar
		case !w.heeds(0, int32(j)):
			c.Why = Unheeded
		case s.Possible != nil && !s.Possible(0, j):
			c.Why = NotEntitled
		case o.Capacity == 0:
			c.Why = Full
		}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b Candidate) int {
		if (a.Why == "") != (b.Why == "") {
			if a.Why == "" {
				return -1
			}
			return 1
		}
		return a.DistanceM - b.DistanceM
	})
	return out[:min(limit, len(out))]
}
