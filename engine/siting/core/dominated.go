package core

import "slices"

// Dominated finds demand that is covered wherever some other is: the sites of the
// other are among its own (Toregas et al. 1971). Its multiplier may be 0, so that
// the certificate does not need to know. Each list that stays is registered at one of its
// sites, the one of fewest lists: what holds all of the list holds that site.
// O(Σ lists compared), few in practice.
func Dominated(lists [][]Option, sites int) []bool {
	often := make([]int, sites)
	order := make([]int, 0, len(lists))
	for i, list := range lists {
		if len(list) > 0 {
			order = append(order, i)
		}
		for _, o := range list {
			often[o.Site]++
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		if d := len(lists[a]) - len(lists[b]); d != 0 {
			return d
		}
		return a - b
	})
	out := make([]bool, len(lists))
	at := make([][]int, sites)
	has := make([]int, sites) // the last demand that has the site, from 1
	within := func(list []Option, mark int) bool {
		for _, o := range list {
			if has[o.Site] != mark {
				return false
			}
		}
		return true
	}
	for x, i := range order {
		rarest := lists[i][0].Site
		for _, o := range lists[i] {
			has[o.Site] = x + 1
			if often[o.Site] < often[rarest] {
				rarest = o.Site
			}
		}
		for _, o := range lists[i] {
			if slices.ContainsFunc(at[o.Site], func(k int) bool { return within(lists[k], x+1) }) {
				out[i] = true
				break
			}
		}
		if !out[i] {
			at[rarest] = append(at[rarest], i)
		}
	}
	return out
}
