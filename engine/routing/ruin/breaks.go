package ruin

// The state of a round is the time and the number of breaks taken. A break on a
// way that begins at time d and would arrive at a begins at max(d, From), which
// must not be after To, and moves the arrival to max(a, From) + Length: it may
// interrupt the way or follow it.

// Arrive gives, by breaks taken, the earliest arrival over a way of length way
// from the earliest times to leave.
func (kd *Kind) Arrive(leave *[MostBreaks + 1]int32, way int32) (arrival [MostBreaks + 1]int32) {
	for k := range arrival {
		arrival[k] = never
	}
	for j := range len(kd.Breaks) + 1 {
		clock := int64(leave[j])
		if clock >= never {
			continue
		}
		a := clock + int64(way)
		for k := j; ; k++ {
			arrival[k] = int32(min(int64(arrival[k]), a))
			if k == len(kd.Breaks) {
				break
			}
			b := kd.Breaks[k]
			if clock = max(clock, b.From); clock > b.To {
				break
			}
			clock += b.Length
			a = max(a, b.From) + b.Length
		}
	}
	return arrival
}

// depart gives, by breaks taken before the way, the latest time to leave for a
// way of length way so that the latest arrivals are kept.
func (kd *Kind) depart(latest *[MostBreaks + 1]int32, way int32) (leave [MostBreaks + 1]int32) {
	for k := range leave {
		leave[k] = -never
	}
	for j := len(kd.Breaks); j >= 0; j-- {
		// a is the latest arrival before the breaks k..j-1, most the latest time
		// at which they can still begin one after the other.
		a, most := int64(latest[j]), int64(never)
		for k := j; ; k-- {
			leave[k] = int32(max(int64(leave[k]), min(a-int64(way), most)))
			if k == 0 {
				break
			}
			b := kd.Breaks[k-1]
			if most < b.From+b.Length || a < b.From+b.Length {
				break
			}
			most = min(most-b.Length, b.To)
			a -= b.Length
		}
	}
	return leave
}

// refreshBreaks is the part of refresh about times for a vehicle with breaks.
func (l *Part) refreshBreaks(r *route, kd *Kind) bool {
	r.rest = sized(r.rest, len(r.at))
	last, w := len(r.at)-1, l.width
	for k := range r.rest[0].leave {
		r.rest[0].leave[k], r.rest[last].latest[k] = never, -never
	}
	r.rest[0].leave[0] = int32(kd.From)
	r.at[0].leave = int32(kd.From)
	for p := 1; p < last; p++ {
		b := r.at[p].node
		r.rest[p].leave = l.serve(b, kd.Arrive(&r.rest[p-1].leave, kd.ways.Time[int(r.at[p-1].node)*w+int(b)]))
		r.at[p].leave = never
		for _, t := range r.rest[p].leave[:len(kd.Breaks)+1] {
			r.at[p].leave = min(r.at[p].leave, t)
		}
	}
	for k := range len(kd.Breaks) + 1 {
		r.rest[last].latest[k] = int32(kd.End(k))
	}
	r.at[last].latest = int32(kd.To)
	for p := last - 1; p > 0; p-- {
		a := r.at[p].node
		u := kd.depart(&r.rest[p+1].latest, kd.ways.Time[int(a)*w+int(r.at[p+1].node)])
		r.at[p].latest = -never
		for k := range len(kd.Breaks) + 1 {
			u[k] = max(min(u[k]-l.Service[a], l.To[a]), -never)
			if u[k] < l.From[a] {
				u[k] = -never
			}
			r.at[p].latest = max(r.at[p].latest, u[k])
		}
		r.rest[p].latest = u
	}
	r.at[0].latest = int32(kd.From)
	if last == 1 {
		return true
	}
	arrival := kd.Arrive(&r.rest[0].leave, kd.ways.Time[int(r.at[0].node)*w+int(r.at[1].node)])
	return kd.meets(&arrival, &r.rest[1].latest)
}

// End is the latest end of a round that has taken k breaks: the next must be
// free to begin when it is over.
func (kd *Kind) End(k int) int64 {
	if k < len(kd.Breaks) {
		return min(kd.To, kd.Breaks[k].To)
	}
	return kd.To
}

// serve turns arrivals at stop c into times to leave it.
func (l *Part) serve(c int32, t [MostBreaks + 1]int32) [MostBreaks + 1]int32 {
	for k := range t {
		if t[k] = max(t[k], l.From[c]); t[k] > l.To[c] {
			t[k] = never
		} else {
			t[k] += l.Service[c]
		}
	}
	return t
}

func (kd *Kind) meets(arrival, latest *[MostBreaks + 1]int32) bool {
	for k := range len(kd.Breaks) + 1 {
		if arrival[k] <= latest[k] && arrival[k] < never {
			return true
		}
	}
	return false
}

// fits reports whether stop c may stand before visit p of r, breaks and all.
func (l *Part) fits(r *route, kd *Kind, c int32, p int) bool {
	a, b, w := int(r.at[p-1].node), int(r.at[p].node), l.width
	leave := l.serve(c, kd.Arrive(&r.rest[p-1].leave, kd.ways.Time[a*w+int(c)]))
	arrival := kd.Arrive(&leave, kd.ways.Time[int(c)*w+b])
	return kd.meets(&arrival, &r.rest[p].latest)
}

// Lay says how many breaks are over on arrival at each visit, the last of them
// the end, for the earliest end of a round that is possible. ways has one more
// than the stops of which from, to and service are.
func (kd *Kind) Lay(ways, from, to, service []int32) []int {
	last := len(ways)
	over := make([]int, last+1)
	if len(kd.Breaks) == 0 {
		return over
	}
	type state = [MostBreaks + 1]int32
	leave := state{int32(kd.From), never, never, never}
	origin := make([][MostBreaks + 1]int, last+1)
	for p := 1; p <= last; p++ {
		arrival := kd.Arrive(&leave, ways[p-1])
		for j := range len(kd.Breaks) + 1 {
			one := state{never, never, never, never}
			one[j] = leave[j]
			for k, t := range kd.Arrive(&one, ways[p-1]) {
				if t == arrival[k] && t < never {
					origin[p][k] = j
				}
			}
		}
		if p < last {
			for k, t := range arrival {
				if leave[k] = max(t, from[p-1]) + service[p-1]; max(t, from[p-1]) > to[p-1] {
					leave[k] = never
				}
			}
			continue
		}
		best := int32(never)
		for k := range len(kd.Breaks) + 1 {
			if t := arrival[k]; int64(t) <= kd.End(k) && t < best {
				best, over[last] = t, k
			}
		}
	}
	for p := last; p > 0; p-- {
		over[p-1] = origin[p][over[p]]
	}
	return over
}
