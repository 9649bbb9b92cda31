package main

import (
	"math/rand/v2"

	"linli/engine/portfolio"
)

// kinds say how closely effect follows cost.
var kinds = []string{"free", "weak", "strong", "equal"}

// instance is random projects of a district. What makes such problems easy or hard
// differs from one to the next: how closely effect follows cost, how much of the
// money there is, how many floors bind, how many rules.
func instance(seed uint64, most int) (portfolio.Problem, string) {
	r := rand.New(rand.NewPCG(seed, 3))
	n := 50 + r.IntN(most-49)
	if seed%4 == 0 {
		n = most
	}
	p := portfolio.Problem{Communities: 3 + r.IntN(30), Groups: 1 + r.IntN(6), Categories: 1 + r.IntN(8)}
	unit := []int64{1, 100, 10_000, 1_000_000}[r.IntN(4)] // how coarse prices are
	kind := kinds[r.IntN(len(kinds))]
	total := int64(0)
	for j := range n {
		cost := int64(1+min(int(r.ExpFloat64()*200), 3000)) * 1_000_000 / unit * unit
		if unit == 1 {
			cost += int64(r.IntN(1_000_000))
		}
		x := portfolio.Project{Cost: cost, Community: int32(r.IntN(p.Communities)), Category: int32(r.IntN(p.Categories))}
		people := cost / 1_000_000 // about a yuan in ten thousand a person
		switch kind {
		case "free":
			people = 1 + int64(r.IntN(1000))
		case "weak":
			people = max(1, people+int64(r.IntN(201))-100)
		case "strong":
			people += 100
		}
		p.Projects = append(p.Projects, x)
		total += cost
		spread := 1 + r.IntN(4)
		for k := range spread {
			e := portfolio.Effect{Project: int32(j), Community: x.Community, Group: int32((j + k) % p.Groups), Amount: people / int64(spread)}
			if k > 0 && r.IntN(2) == 0 {
				e.Community = int32(r.IntN(p.Communities))
			}
			if k == 0 {
				e.Amount = people - people/int64(spread)*int64(spread-1)
			}
			twice := false
			for _, f := range p.Effects[max(0, len(p.Effects)-k):] {
				twice = twice || f.Community == e.Community && f.Group == e.Group
			}
			if !twice {
				p.Effects = append(p.Effects, e)
			}
		}
	}
	share := 0.1 + 0.5*r.Float64()
	p.Budget = int64(share * float64(total))
	if r.IntN(2) == 0 {
		for range p.Groups {
			p.GroupWeight = append(p.GroupWeight, int64(1+r.IntN(5)))
		}
	}
	for range int(float64(n) * 0.2 * r.Float64()) {
		if a, b := int32(r.IntN(n)), int32(r.IntN(n)); a > b {
			p.Needs = append(p.Needs, [2]int32{a, b}) // downwards: no circles
		}
	}
	for range int(float64(n) * 0.2 * r.Float64()) {
		if a, b := int32(r.IntN(n)), int32(r.IntN(n)); a != b {
			p.Excludes = append(p.Excludes, [2]int32{a, b})
		}
	}
	for range r.IntN(n/20 + 1) {
		set, seen := []int32(nil), map[int32]bool{}
		for range 2 + r.IntN(6) {
			if j := int32(r.IntN(n)); !seen[j] {
				seen[j] = true
				set = append(set, j)
			}
		}
		p.OneOf = append(p.OneOf, set)
	}
	floors(r, &p, share)
	return p, kind
}

// floors asks for a part of what the money would do if it were spread evenly: some
// bind, few are out of reach.
func floors(r *rand.Rand, p *portfolio.Problem, share float64) {
	reach := func(has func(portfolio.Effect) bool) (sum int64) {
		for _, e := range p.Effects {
			if has(e) {
				sum += e.Amount
			}
		}
		return sum
	}
	for c := range int32(p.Communities) {
		if r.Float64() < 0.6 {
			sum := reach(func(e portfolio.Effect) bool { return e.Community == c })
			p.Floors = append(p.Floors, portfolio.Floor{Scope: portfolio.InCommunity(c), Least: int64(float64(sum) * share * (0.5 + 0.6*r.Float64()))})
		}
	}
	for g := range int32(p.Groups) {
		if r.Float64() < 0.4 {
			sum := reach(func(e portfolio.Effect) bool { return e.Group == g })
			p.Floors = append(p.Floors, portfolio.Floor{Scope: portfolio.ForGroup(g), Least: int64(float64(sum) * share * (0.5 + 0.6*r.Float64()))})
		}
	}
	if r.Float64() < 0.3 {
		c := int32(r.IntN(p.Communities))
		sum := int64(0)
		for _, x := range p.Projects {
			if x.Community == c {
				sum += x.Cost
			}
		}
		p.Floors = append(p.Floors, portfolio.Floor{Scope: portfolio.InCommunity(c), Money: true, Least: int64(float64(sum) * share * 1.3)})
	}
	if r.Float64() < 0.3 {
		k := int32(r.IntN(p.Categories))
		p.Limits = append(p.Limits, portfolio.Limit{Scope: portfolio.OfCategory(k), Most: p.Budget / int64(p.Categories)})
	}
}
