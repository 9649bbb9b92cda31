package board

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"linli/engine/match"
	"linli/internal/geo"
	"linli/internal/orders/book"
)

// Carer is somebody who can be sent.
type Carer struct {
	Account string `json:"account"`
	Name    string `json:"name"`
}

// Most visits of a carer on a day, and what a visit costs that nobody makes.
const (
	mostADay  = 6
	unmatched = 10_000
	base      = 1000
)

// BoardChoice is a carer for a visit, with what it costs and why.
type BoardChoice struct {
	Carer
	Cost  int64  `json:"cost"`
	Busy  bool   `json:"busy,omitempty" doc:"Has a visit at this time"`
	Today int    `json:"today" doc:"Visits that they have that day"`
	Been  int    `json:"been" doc:"How often they have been with the person in the last 60 days"`
	WhyZh string `json:"why_zh"`
	WhyEn string `json:"why_en"`
}

// day is what the costs look at.
type day struct {
	carers []Carer
	been   map[string]map[string]int // person → account → times
	has    map[string][]book.Order   // account → visits of the day
}

func newDay(carers []Carer, visits []book.Order, been map[string]map[string]int) day {
	d := day{carers, been, map[string][]book.Order{}}
	for _, o := range visits {
		for _, who := range []string{o.Assigned, o.Second} {
			if who != "" {
				d.has[who] = append(d.has[who], o)
			}
		}
	}
	return d
}

// choice is one carer for one visit.
func (d day) choice(o book.Order, c Carer) BoardChoice {
	x := BoardChoice{Carer: c, Cost: base, Today: len(d.has[c.Account]), Been: d.been[o.Person][c.Account]}
	var zh, en []string
	most := 0
	for _, n := range d.been[o.Person] {
		most = max(most, n)
	}
	switch {
	case x.Been > 0 && x.Been == most:
		x.Cost -= 600
		zh, en = append(zh, fmt.Sprintf("一直由其照护（%d 次）", x.Been)), append(en, fmt.Sprintf("the person's usual carer (%d times)", x.Been))
	case x.Been > 0:
		x.Cost -= 300
		zh, en = append(zh, fmt.Sprintf("曾经去过（%d 次）", x.Been)), append(en, fmt.Sprintf("has been there (%d times)", x.Been))
	}
	home, near := geo.Point{Lon: o.Keep.Lon, Lat: o.Keep.Lat}, -1.0
	for _, v := range d.has[c.Account] {
		x.Busy = x.Busy || v.Slot.From < o.Slot.To && o.Slot.From < v.Slot.To && v.ID != o.ID
		at := geo.Point{Lon: v.Keep.Lon, Lat: v.Keep.Lat}
		if m := geo.Metres(home, at); !home.IsZero() && !at.IsZero() && (near < 0 || m < near) {
			near = m
		}
	}
	if near >= 0 {
		x.Cost += min(500, int64(near/10))
		zh, en = append(zh, fmt.Sprintf("离当天另一户 %.0f 米", near)), append(en, fmt.Sprintf("%.0f m from another visit of the day", near))
	}
	if x.Today > 0 {
		x.Cost += int64(100 * x.Today)
		zh, en = append(zh, fmt.Sprintf("当天已有 %d 户", x.Today)), append(en, fmt.Sprintf("%d visits that day already", x.Today))
	}
	if len(zh) == 0 {
		zh, en = append(zh, "当天空闲"), append(en, "free that day")
	}
	x.WhyZh, x.WhyEn = strings.Join(zh, "，"), strings.Join(en, ", ")
	return x
}

// choices are the carers for a visit, best first; who is busy comes last.
func (d day) choices(o book.Order) []BoardChoice {
	out := make([]BoardChoice, 0, len(d.carers))
	for _, c := range d.carers {
		out = append(out, d.choice(o, c))
	}
	slices.SortFunc(out, func(a, b BoardChoice) int {
		switch {
		case a.Busy != b.Busy && a.Busy:
			return 1
		case a.Busy != b.Busy:
			return -1
		case a.Cost != b.Cost:
			return int(a.Cost - b.Cost)
		}
		return strings.Compare(a.Account, b.Account)
	})
	return out
}

// BoardVisit is a visit with the carer that the plan gives it.
type BoardVisit struct {
	Order   string `json:"order"`
	Version int64  `json:"version"`
	Number  string `json:"number"`
	Person  string `json:"person"`
	Name    string `json:"name,omitempty"`
	Sent    string `json:"carer_name,omitempty" doc:"Name of the carer"`
	Slot    string `json:"slot"`
	BoardChoice
}

// BoardPlan is the whole day given out at once.
type BoardPlan struct {
	Given    []BoardVisit `json:"given" nullable:"false"`
	Open     []BoardVisit `json:"open" nullable:"false" doc:"Visits that nobody can make"`
	Cost     int64        `json:"cost"`
	DualCost int64        `json:"dual_cost" doc:"Equal to cost: no plan is cheaper"`
	ProofZh  string       `json:"proof_zh"`
	ProofEn  string       `json:"proof_en"`
}

// plan gives out visits, exactly. One offer is a carer at a time of the day; the
// offers of a carer are a group, which has at most mostADay visits.
func (d day) plan(ctx context.Context, visits []book.Order) (BoardPlan, error) {
	out := BoardPlan{Given: []BoardVisit{}, Open: []BoardVisit{}}
	slices.SortFunc(visits, func(a, b book.Order) int { return strings.Compare(a.Slot.Key+a.ID, b.Slot.Key+b.ID) })
	var times []string
	for _, o := range visits {
		if !slices.Contains(times, o.Slot.Key) {
			times = append(times, o.Slot.Key)
		}
	}
	p := match.Problem{Start: []int32{0}}
	for g, c := range d.carers {
		p.Limit = append(p.Limit, int32(max(0, mostADay-len(d.has[c.Account])))) //nolint:gosec // a few
		for range times {
			p.Capacity, p.Group = append(p.Capacity, 1), append(p.Group, int32(g)) //nolint:gosec // a few dozen carers
		}
	}
	if len(d.carers) == 0 {
		p.Group, p.Limit = nil, nil
	}
	made := make([][]BoardChoice, len(visits))
	for i, o := range visits {
		t := slices.Index(times, o.Slot.Key)
		for g, c := range d.carers {
			x := d.choice(o, c)
			made[i] = append(made[i], x)
			if !x.Busy {
				p.Offer, p.Cost = append(p.Offer, int32(g*len(times)+t)), append(p.Cost, x.Cost) //nolint:gosec // a few dozen carers
			}
		}
		p.Start, p.Unmatched = append(p.Start, int32(len(p.Offer))), append(p.Unmatched, unmatched) //nolint:gosec // thousands
	}
	sol, err := match.Solve(ctx, p, nil)
	if err != nil {
		return out, err
	}
	if err := match.Verify(p, sol); err != nil {
		return out, err
	}
	for i, o := range visits {
		g := BoardVisit{Order: o.ID, Version: o.Version, Number: o.Number, Person: o.Person, Slot: o.Slot.Key}
		if j := sol.Match[i]; j >= 0 {
			g.BoardChoice = made[i][int(j)/len(times)]
			out.Given = append(out.Given, g)
			continue
		}
		g.WhyZh, g.WhyEn = "没有空闲的护理员", "no carer is free"
		out.Open = append(out.Open, g)
	}
	out.Cost, out.DualCost = sol.Cost, sol.DualCost
	out.ProofZh = fmt.Sprintf("总代价 %d 等于对偶值 %d：没有更好的安排。", sol.Cost, sol.DualCost)
	out.ProofEn = fmt.Sprintf("The total cost %d equals the dual %d: no plan is better.", sol.Cost, sol.DualCost)
	return out, nil
}
