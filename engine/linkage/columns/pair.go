package columns

// Pair says for each header of one table where the same column stands in another,
// -1 for nowhere: by its name, else by what it says where both have one such column.
func Pair(one, other []string) []int {
	out := make([]int, len(one))
	taken := make([]bool, len(other))
	for i, h := range one {
		out[i] = -1
		for j, g := range other {
			if !taken[j] && plainHeader(h) == plainHeader(g) {
				out[i], taken[j] = j, true
				break
			}
		}
	}
	for i, h := range one {
		r := byName(h)
		if out[i] >= 0 || r == Text || r == Street || r == Number {
			continue
		}
		mine, its, at := 0, 0, -1
		for k, g := range one {
			if out[k] < 0 && byName(g) == r {
				mine++
			}
		}
		for j, g := range other {
			if !taken[j] && byName(g) == r {
				its++
				at = j
			}
		}
		if mine == 1 && its == 1 {
			out[i], taken[at] = at, true
		}
	}
	return out
}
