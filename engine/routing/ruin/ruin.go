package ruin

// The sizes of Christiaens and Vanden Berghe: ten removals on average, strings
// of at most ten; half of the strings keep a piece in their middle.
const (
	longest  = 10
	splitOne = 100 // in a hundred: how rarely the kept piece grows
)

// Iterate does n steps of ruin and recreate.
func (l *Part) Iterate(n int, temperature float64) {
	for range n {
		before := l.cost
		l.touched, l.removed = l.touched[:0], l.removed[:0]
		l.before = append(l.before[:0], l.absent...)
		l.ruin()
		l.recreate()
		if !l.accept(before, temperature) {
			l.restore()
			l.cost = before
		}
		l.settle()
	}
}

func (l *Part) settle() {
	for _, k := range l.touched {
		l.routes[k].dirty = false
	}
}

// ruin removes strings of stops from rounds near a stop drawn at random, and
// puts stops that are left out on the same heap.
func (l *Part) ruin() {
	l.recall()
	seed := int32(l.random.Below(l.n))
	served, used := l.n-len(l.absent)-len(l.removed), 0
	for k := range l.routes {
		if len(l.routes[k].at) > 2 {
			used++
		}
	}
	if used == 0 {
		return
	}
	most := min(float64(longest), float64(served)/float64(used))
	strings := int(l.random.Unit()*(4*l.mean/(1+most)-1)) + 1
	if l.routeOf[seed] >= 0 {
		l.cut(seed, most)
		strings--
	}
	for _, c := range l.near[seed] {
		if strings <= 0 {
			break
		}
		if k := l.routeOf[c]; k >= 0 && !l.routes[k].dirty {
			l.cut(c, most)
			strings--
		}
	}
}

// recall takes up to ten stops that are left out, to be tried again.
func (l *Part) recall() {
	for range min(len(l.absent), longest) {
		i := l.random.Below(len(l.absent))
		c := l.absent[i]
		l.absent[i] = l.absent[len(l.absent)-1]
		l.absent = l.absent[:len(l.absent)-1]
		l.removed = append(l.removed, c)
		l.cost -= l.Price[c]
	}
}

// cut removes a string that has stop c in it from its round.
func (l *Part) cut(c int32, most float64) {
	k := l.routeOf[c]
	l.touch(k)
	r := &l.routes[k]
	size := len(r.at) - 2
	length := int(l.random.Unit()*min(float64(size), most)) + 1
	length = min(length, size)
	at := 1
	for r.at[at].node != c {
		at++
	}
	keep := 0
	if length > 1 && length < size && l.random.Next()&1 == 0 {
		for keep = 1; length+keep < size && l.random.Below(splitOne) != 0; keep++ {
		}
	}
	total := length + keep
	low, high := max(1, at-total+1), min(at, size+1-total)
	first := low + l.random.Below(high-low+1)
	hole := first + total // where the kept piece begins
	if keep > 0 {
		hole = first + l.random.Below(length+1)
	}
	l.cost -= r.cost
	out, heap := r.at[:first], len(l.removed)
	for p := first; p < len(r.at); p++ {
		if p < first+total && (p < hole || p >= hole+keep) {
			l.removed = append(l.removed, r.at[p].node)
			l.routeOf[r.at[p].node] = -1
		} else {
			out = append(out, r.at[p])
		}
	}
	r.at = out
	if !l.refresh(k) { // without the triangle inequality less may take longer
		l.removed = l.removed[:heap]
		l.revert(k)
	}
	l.cost += r.cost
}
