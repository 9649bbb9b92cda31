package blocks

import (
	"slices"

	"linli/engine/linkage/columns"
)

// Lookup finds the records that share a key with one that is not among them. It
// is not safe for use while Add runs.
type Lookup struct {
	plan *Plan
	base [][]uint64           // of each key: key and record, sorted
	more []map[uint32][]int32 // of records that came later
}

// Lookup hands the blocks' lists over; the blocks are of no use any more.
func (b *Blocks) Lookup() *Lookup {
	l := &Lookup{plan: b.Plan, base: b.list, more: make([]map[uint32][]int32, len(b.list))}
	for s := range l.more {
		l.more[s] = map[uint32][]int32{}
	}
	b.list, b.keys = nil, nil
	return l
}

// Add takes a record in.
func (l *Lookup) Add(record int32, value func(column int) *columns.Value) {
	for s := range l.plan.Keys {
		if h := l.plan.Keys[s].Of(value); h != 0 {
			l.more[s][h] = append(l.more[s][h], record)
		}
	}
}

// Find lists the records that share a key with these values, ascending; keys that
// more records share than the plan's cap give none. At most cap · keys records.
func (l *Lookup) Find(value func(column int) *columns.Value) []int32 {
	var out []int32
	for s, list := range l.base {
		h := l.plan.Keys[s].Of(value)
		if h == 0 {
			continue
		}
		x, _ := slices.BinarySearch(list, uint64(h)<<32)
		y := x
		for y < len(list) && uint32(list[y]>>32) == h {
			y++
		}
		late := l.more[s][h]
		if y-x+len(late) > l.plan.Cap {
			continue
		}
		for _, e := range list[x:y] {
			out = append(out, int32(uint32(e)))
		}
		out = append(out, late...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
