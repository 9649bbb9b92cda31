package evidence

import (
	"slices"

	"linli/engine/linkage/columns"
	"linli/engine/linkage/measure"
)

// address: 7 the same in other words; 8 the same as far as both say; 9 the same
// house, another flat; 10 the same numbers and a name alike; 11 the same numbers;
// 12 the same road, other numbers; 13 the same road, numbers one slip apart; 14 a
// road alike.
func address(r *measure.Rarity, a, b *columns.Value) int {
	var both, less float64
	if a.Han && b.Han {
		both = likeHan(a, b)
		less = both
	} else {
		both, less = r.Words(a.Words, b.Words)
	}
	silent := len(a.Words) == 0 || len(b.Words) == 0
	same := both >= 0.85 || less >= 0.97
	x, y := a.Numbers, b.Numbers
	if len(x) > len(y) {
		x, y = y, x
	}
	equal := len(x) > 0 && slices.Equal(x, y)
	part := len(x) > 0 && !equal && inside(x, y)
	switch {
	case same && (equal || len(y) == 0):
		return 7
	case same && (part || len(x) == 0), silent && (equal || part) && len(x) > 1:
		return 8
	case same && len(x) > 1 && x[0] == y[0]:
		return 9
	case same && len(x) == len(y) && slip(x, y):
		return 13
	case same:
		return 12
	case equal && both >= 0.4:
		return 10
	case equal && (len(x) > 1 || len(x[0]) > 2):
		return 11
	case both >= 0.5:
		return 14
	}
	return Different
}

// likeHan is how alike the names of two roads are: they may say more or less of
// the place.
func likeHan(a, b *columns.Value) float64 {
	if len(a.Words) == 0 || len(b.Words) == 0 {
		return 0
	}
	x, y := a.Words[0], b.Words[0]
	if x == y {
		return 1
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) >= 6 && y[len(y)-len(x):] == x || len(x) >= 9 && y[:len(x)] == x {
		return 0.95
	}
	if d := measure.Distance(x, y); d == 1 && len(x) >= 9 {
		return 0.9
	}
	return measure.Similarity(x, y) * 0.9
}

// inside reports whether x are numbers of y, in order, among them the last one: a
// unit or a house number is left out.
func inside(x, y []string) bool {
	if x[len(x)-1] != y[len(y)-1] {
		return slices.Equal(x, y[:len(x)]) // the flat is left out
	}
	i := 0
	for _, n := range y {
		if i < len(x) && x[i] == n {
			i++
		}
	}
	return i == len(x)
}

// slip reports whether exactly one number differs, by one slip, or two stand in
// each other's place.
func slip(x, y []string) bool {
	var off []int
	for i := range x {
		if x[i] != y[i] {
			off = append(off, i)
		}
	}
	switch len(off) {
	case 1:
		return measure.Distance(x[off[0]], y[off[0]]) == 1
	case 2:
		return x[off[0]] == y[off[1]] && x[off[1]] == y[off[0]]
	}
	return false
}
