package siting

import (
	"slices"

	"linli/engine/siting/core"
)

// dominated finds demand that is covered wherever some other is: the sites of the
// other are among its own (Toregas et al. 1971). Its multiplier may be 0, so that
// the certificate does not need to know. Each list that stays is registered at one of its
// sites, the one of fewest lists: what holds all of the list holds that site.
// O(Σ lists compared), few in practice.
func dominated(rows []row, sites int) []bool {
	often := make([]int, sites)
	order := make([]int, 0, len(rows))
	for i, r := range rows {
		if len(r.options) > 0 {
			order = append(order, i)
		}
		for _, o := range r.options {
			often[o.Site]++
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		if d := len(rows[a].options) - len(rows[b].options); d != 0 {
			return d
		}
		return a - b
	})
	out := make([]bool, len(rows))
	at := make([][]int, sites)
	has := make([]int, sites) // the last demand that has the site, from 1
	within := func(list []core.Option, mark int) bool {
		for _, o := range list {
			if has[o.Site] != mark {
				return false
			}
		}
		return true
	}
	for x, i := range order {
		rarest := rows[i].options[0].Site
		for _, o := range rows[i].options {
			has[o.Site] = x + 1
			if often[o.Site] < often[rarest] {
				rarest = o.Site
			}
		}
		for _, o := range rows[i].options {
			if slices.ContainsFunc(at[o.Site], func(k int) bool { return within(rows[k].options, x+1) }) {
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
