package linkage

import "strings"

// Similarity is that of Jaro (1989) with the common-prefix bonus of Winkler
// (1990): 0 for nothing in common, 1 for equal. It is symmetric, and counts
// runes. O(len(a)·len(b)).
func Similarity(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	if len(x) == 0 || len(y) == 0 {
		if len(x) == len(y) {
			return 1
		}
		return 0
	}
	j := jaro(x, y)
	prefix := 0
	for prefix < min(4, len(x), len(y)) && x[prefix] == y[prefix] {
		prefix++
	}
	return j + float64(prefix)*0.1*(1-j)
}

func jaro(x, y []rune) float64 {
	if len(x) > len(y) {
		x, y = y, x
	}
	window := max(0, len(y)/2-1)
	inX, inY := make([]bool, len(x)), make([]bool, len(y))
	same := 0
	for i, r := range x {
		for j := max(0, i-window); j < min(len(y), i+window+1); j++ {
			if !inY[j] && y[j] == r {
				inX[i], inY[j] = true, true
				same++
				break
			}
		}
	}
	if same == 0 {
		return 0
	}
	moved, j := 0, 0
	for i := range x {
		if !inX[i] {
			continue
		}
		for !inY[j] {
			j++
		}
		if x[i] != y[j] {
			moved++
		}
		j++
	}
	s := float64(same)
	return (s/float64(len(x)) + s/float64(len(y)) + (s-float64(moved)/2)/s) / 3
}

// Distance is how many insertions, deletions, substitutions and swaps of
// neighbours turn a into b (optimal string alignment: no part is edited twice).
// O(len(a)·len(b)) in runes.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	two, one, now := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range one {
		one[j] = j
	}
	for i := 1; i <= len(x); i++ {
		now[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			now[j] = min(now[j-1]+1, one[j]+1, one[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				now[j] = min(now[j], two[j-2]+1)
			}
		}
		two, one, now = one, now, two
	}
	return one[len(y)]
}

// Missing is the level of a comparison in which a value is not known: it speaks
// neither for nor against.
const Missing = -1

// Exact has two levels: 0 equal, 1 different.
func Exact(a, b string) int {
	switch {
	case a == "" || b == "":
		return Missing
	case a == b:
		return 0
	}
	return 1
}

// Alike has three levels: 0 equal, 1 similar (Similarity of at least floor), 2
// different.
func Alike(floor float64) func(a, b string) int {
	return func(a, b string) int {
		switch {
		case a == "" || b == "":
			return Missing
		case a == b:
			return 0
		case Similarity(a, b) >= floor:
			return 1
		}
		return 2
	}
}

// Slip has three levels: 0 equal, 1 one slip of the pen (Distance 1: a digit
// wrong, missing, added or two swapped), 2 different. For numbers and codes.
func Slip(a, b string) int {
	switch {
	case a == "" || b == "":
		return Missing
	case a == b:
		return 0
	case Distance(a, b) == 1:
		return 1
	}
	return 2
}

// Date has three levels for YYYY-MM-DD: 0 equal; 1 one part differs, or day and
// month are swapped; 2 different.
func Date(a, b string) int {
	switch {
	case a == "" || b == "":
		return Missing
	case a == b:
		return 0
	}
	x, y := strings.Split(a, "-"), strings.Split(b, "-")
	if len(x) != 3 || len(y) != 3 {
		return 2
	}
	same := 0
	for i := range x {
		if x[i] == y[i] {
			same++
		}
	}
	if same == 2 || x[0] == y[0] && x[1] == y[2] && x[2] == y[1] {
		return 1
	}
	return 2
}
