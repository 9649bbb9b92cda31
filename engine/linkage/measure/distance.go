package measure

// short is the longest text that fits the bits of a word.
const short = 64

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// Distance is how many insertions, deletions, substitutions and swaps of
// neighbours turn a into b (optimal string alignment: no part is edited twice).
// O(len(b)) for short ASCII texts (Hyyrö 2003, "A bit-vector algorithm for
// computing Levenshtein and Damerau edit distances"), else O(len(a)·len(b)).
func Distance(a, b string) int {
	if a == b {
		return 0
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] && a[0] < 0x80 {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] && a[len(a)-1] < 0x80 {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) > 0 && len(a) <= short && ascii(a) && ascii(b) {
		return vector(a, b)
	}
	return table([]rune(a), []rune(b))
}

func vector(a, b string) int {
	var at [128]uint64
	for i := range len(a) {
		at[a[i]] |= 1 << i
	}
	last := uint64(1) << (len(a) - 1)
	vp, vn, d0, before := ^uint64(0), uint64(0), uint64(0), uint64(0)
	d := len(a)
	for j := range len(b) {
		eq := at[b[j]]
		swap := ((^d0 & eq) << 1) & before
		d0 = (((eq & vp) + vp) ^ vp) | eq | vn | swap
		hp := vn | ^(d0 | vp)
		hn := d0 & vp
		if hp&last != 0 {
			d++
		}
		if hn&last != 0 {
			d--
		}
		hp = hp<<1 | 1
		hn <<= 1
		vp = hn | ^(d0 | hp)
		vn = hp & d0
		before = eq
	}
	return d
}

func table(x, y []rune) int {
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
