package measure

import "math/bits"

// Similarity is that of Jaro (1989) with the common-prefix bonus of Winkler
// (1990): 0 for nothing in common, 1 for equal. O(len(a)·len(b)).
func Similarity(a, b string) float64 {
	if a == b {
		return 1
	}
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	var j float64
	prefix := 0
	if len(a) <= short && len(b) <= short && ascii(a) && ascii(b) {
		j = jaroBytes(a, b)
		for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
			prefix++
		}
	} else {
		x, y := []rune(a), []rune(b)
		j = jaro(x, y)
		for prefix < min(4, len(x), len(y)) && x[prefix] == y[prefix] {
			prefix++
		}
	}
	return j + float64(prefix)*0.1*(1-j)
}

func jaroBytes(x, y string) float64 {
	if len(x) > len(y) {
		x, y = y, x
	}
	window := max(0, len(y)/2-1)
	var inX, inY uint64
	for i := range len(x) {
		c := x[i]
		for j := max(0, i-window); j < min(len(y), i+window+1); j++ {
			if y[j] == c && inY&(1<<j) == 0 {
				inX |= 1 << i
				inY |= 1 << j
				break
			}
		}
	}
	same := bits.OnesCount64(inX)
	if same == 0 {
		return 0
	}
	moved := 0
	for a, b := inX, inY; a != 0; a, b = a&(a-1), b&(b-1) {
		if x[bits.TrailingZeros64(a)] != y[bits.TrailingZeros64(b)] {
			moved++
		}
	}
	return share(same, moved, len(x), len(y))
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
	return share(same, moved, len(x), len(y))
}

func share(same, moved, x, y int) float64 {
	s := float64(same)
	return (s/float64(x) + s/float64(y) + (s-float64(moved)/2)/s) / 3
}
