package linkage

import "slices"

// Candidates lists the pairs (i < j, in order, none twice) of records that share
// a key, for n records; keys gives those of a record, "" counts for nothing. A
// key that more than most records share says nothing and is passed over.
// O(pairs · log pairs).
func Candidates(n int, keys func(i int) []string, most int) [][2]int32 {
	blocks := map[string][]int32{}
	for i := range n {
		for _, k := range keys(i) {
			if b := blocks[k]; k != "" && (len(b) == 0 || b[len(b)-1] != int32(i)) {
				blocks[k] = append(b, int32(i))
			}
		}
	}
	var out [][2]int32
	for _, b := range blocks {
		if len(b) > most {
			continue
		}
		for x := range b {
			for y := x + 1; y < len(b); y++ {
				out = append(out, [2]int32{b[x], b[y]})
			}
		}
	}
	slices.SortFunc(out, func(a, b [2]int32) int {
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		return int(a[1]) - int(b[1])
	})
	return slices.Compact(out)
}
