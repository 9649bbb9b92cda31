package subsidy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"linli/internal/directory/eligibility"
	"linli/internal/fault"
	"linli/internal/money"
	"linli/internal/region"
)

// Payer is whose money it is.
type Payer string

// The payers.
const (
	Public Payer = "subsidy" // the public purse
	Fund   Payer = "fund"    // a charity or mutual-aid fund
)

// Programme pays a part of some services for some people, out of a budget.
type Programme struct {
	ID         string      `json:"id" readOnly:"true"`
	Name       string      `json:"name" minLength:"1" maxLength:"100"`
	NameEn     string      `json:"name_en,omitempty" maxLength:"100"`
	Region     region.Code `json:"region" doc:"Homes within are served"`
	Payer      Payer       `json:"payer" enum:"subsidy,fund"`
	Categories []string    `json:"categories" nullable:"false" minItems:"1" maxItems:"50" doc:"Categories of services, and all below them"`
	From       string      `json:"from" format:"date"`
	To         string      `json:"to,omitempty" maxLength:"10" doc:"Last day"`
	BudgetFen  money.Fen   `json:"budget_fen" minimum:"0" doc:"0: none is set"`
	Adds       bool        `json:"adds" doc:"On top of others; else only the programme that gives most counts"`
	Brackets   []Bracket   `json:"brackets" nullable:"false" minItems:"1" maxItems:"30" doc:"The first whose rule holds counts"`

	rules []eligibility.Rule
}

// Bracket is what some people get.
type Bracket struct {
	Key      string    `json:"key" pattern:"^[a-z0-9_]{1,40}$"`
	Name     string    `json:"name" minLength:"1" maxLength:"100"`
	NameEn   string    `json:"name_en,omitempty" maxLength:"100"`
	Rule     string    `json:"rule" maxLength:"2000" doc:"Such as age >= 80 or attribute(\"low_income\"); empty: everybody"`
	UnitFen  money.Fen `json:"unit_fen,omitempty" minimum:"0" doc:"A fixed amount for one"`
	Percent  int       `json:"percent,omitempty" minimum:"0" maximum:"100" doc:"A share of the price, rounded down to the fen"`
	TopFen   money.Fen `json:"top_fen,omitempty" minimum:"0" doc:"At most so much for one"`
	KeepFen  money.Fen `json:"keep_fen,omitempty" minimum:"0" doc:"The person pays at least so much for one"`
	PerDay   int       `json:"per_day,omitempty" minimum:"0" doc:"Units a day at most; 0: no cap"`
	PerWeek  int       `json:"per_week,omitempty" minimum:"0"`
	PerMonth int       `json:"per_month,omitempty" minimum:"0"`
	MonthFen money.Fen `json:"month_fen,omitempty" minimum:"0" doc:"Money a month at most"`
	RuleZh   string    `json:"rule_zh,omitempty" readOnly:"true" doc:"The rule in words"`
	RuleEn   string    `json:"rule_en,omitempty" readOnly:"true"`
}

// Say puts the rules of a checked programme into words.
func (p *Programme) Say(names eligibility.Names) {
	for i := range p.Brackets {
		if rule, err := eligibility.Parse(p.Brackets[i].Rule); err == nil && !rule.Everyone() {
			p.Brackets[i].RuleZh, p.Brackets[i].RuleEn = rule.Words(names)
		}
	}
}

// Refusals.
var (
	ErrName    = fault.New(fault.Invalid, "settlement.programme_name", "请填写名称。", "Give it a name.")
	ErrRegion  = fault.New(fault.Invalid, "settlement.programme_region", "请选择街道或区。", "Choose a street or the district.")
	ErrPayer   = fault.New(fault.Invalid, "settlement.payer", "资金来源应为财政补贴或基金。", "The payer is the public purse or a fund.")
	ErrDays    = fault.New(fault.Invalid, "settlement.programme_days", "起止日期不正确。", "The first and the last day are not right.")
	ErrBracket = fault.New(fault.Invalid, "settlement.bracket", "第 %d 档：请填写名称，以及固定金额或比例其中之一。", "Bracket %d: give it a name, and a fixed amount or a share, one of them.")
	ErrTwice   = fault.New(fault.Invalid, "settlement.bracket_twice", "第 %d 档的代码重复。", "The key of bracket %d stands twice.")
	ErrNothing = fault.New(fault.Invalid, "settlement.programme_empty", "请至少选择一个服务类别和一档。", "Choose at least one category and one bracket.")
)

// Check parses the rules and reports all that is wrong.
func (p *Programme) Check() error {
	var bad []*fault.Fault
	p.Name = strings.TrimSpace(p.Name)
	if p.Name == "" {
		bad = append(bad, ErrName.On("name"))
	}
	if l := p.Region.Level(); l != region.Street && l != region.District {
		bad = append(bad, ErrRegion.On("region"))
	}
	if p.Payer != Public && p.Payer != Fund {
		bad = append(bad, ErrPayer.On("payer"))
	}
	from, err := time.Parse(time.DateOnly, p.From)
	to, err2 := time.Parse(time.DateOnly, p.To)
	if err != nil || p.To != "" && (err2 != nil || to.Before(from)) {
		bad = append(bad, ErrDays.On("from"))
	}
	if len(p.Categories) == 0 || len(p.Brackets) == 0 {
		bad = append(bad, ErrNothing.On("brackets"))
	}
	p.rules = nil
	seen := map[string]bool{}
	for i, b := range p.Brackets {
		at := fmt.Sprintf("brackets.%d", i)
		if b.Name == "" || b.Key == "" || (b.UnitFen > 0) == (b.Percent > 0) || b.UnitFen < 0 || b.Percent < 0 || b.Percent > 100 || b.TopFen < 0 || b.KeepFen < 0 || b.PerDay < 0 || b.PerWeek < 0 || b.PerMonth < 0 || b.MonthFen < 0 {
			bad = append(bad, ErrBracket.With(i+1).On(at))
		}
		if seen[b.Key] {
			bad = append(bad, ErrTwice.With(i+1).On(at))
		}
		seen[b.Key] = true
		r, err := eligibility.Parse(b.Rule)
		if err != nil {
			bad = append(bad, fault.Of(err).On(at+".rule"))
		}
		p.rules = append(p.rules, r)
	}
	return fault.Join(bad...)
}

// Used is what a person has had of a programme: units and money that are held or
// were given, without the order that is asked about.
type Used struct {
	Day, Week, Month int
	MonthFen         money.Fen
}

// Given is what a programme gives for an order.
type Given struct {
	Programme string
	Payer     Payer
	Bracket   Bracket
	Units     int // that it pays for
	Fen       money.Fen
	Capped    bool // a cap leaves less than the bracket would give
}

// serves reports whether the programme is about what is asked at all.
func (p *Programme) serves(q Question) bool {
	return q.Day >= p.From && (p.To == "" || q.Day <= p.To) && q.Region.In(p.Region) &&
		slices.ContainsFunc(p.Categories, func(c string) bool { return q.Category == c || strings.HasPrefix(q.Category, c+".") })
}

// Gives is what a checked programme gives, before its budget; ok is false where it is not for
// the person or the service.
func (p *Programme) Gives(q Question, used func() (Used, error)) (g Given, ok bool, err error) {
	if !p.serves(q) || q.Quantity < 1 {
		return g, false, nil
	}
	i := slices.IndexFunc(p.rules, func(r eligibility.Rule) bool { return r.Everyone() || r.Holds(q.Facts) == eligibility.Yes })
	if i < 0 {
		return g, false, nil
	}
	b := p.Brackets[i]
	one := b.UnitFen
	if b.Percent > 0 {
		one = q.UnitFen * money.Fen(b.Percent) / 100
	}
	if b.TopFen > 0 {
		one = min(one, b.TopFen)
	}
	one = max(0, min(one, q.UnitFen-b.KeepFen))
	g = Given{Programme: p.ID, Payer: p.Payer, Bracket: b, Units: q.Quantity, Fen: one * money.Fen(q.Quantity)}
	if b.PerDay == 0 && b.PerWeek == 0 && b.PerMonth == 0 && b.MonthFen == 0 {
		return g, true, nil
	}
	u, err := used()
	if err != nil {
		return g, false, err
	}
	for _, c := range [][2]int{{b.PerDay, u.Day}, {b.PerWeek, u.Week}, {b.PerMonth, u.Month}} {
		if c[0] > 0 {
			g.Units = min(g.Units, max(0, c[0]-c[1]))
		}
	}
	whole := g.Fen
	g.Fen = one * money.Fen(g.Units)
	if b.MonthFen > 0 {
		g.Fen = min(g.Fen, max(0, b.MonthFen-u.MonthFen))
	}
	g.Capped = g.Fen < whole
	return g, true, nil
}

// Combine chooses among what programmes give: the one that gives most, and on top
// those that add, never more than the price. The order of ties is that of the list.
func Combine(total money.Fen, all []Given, adds func(programme string) bool) []Given {
	var out []Given
	best := -1
	for i, g := range all {
		if !adds(g.Programme) && g.Fen > 0 && (best < 0 || g.Fen > all[best].Fen) {
			best = i
		}
	}
	left := total
	take := func(g Given) {
		if g.Fen = min(g.Fen, left); g.Fen > 0 {
			left -= g.Fen
			out = append(out, g)
		}
	}
	if best >= 0 {
		take(all[best])
	}
	for _, g := range all {
		if adds(g.Programme) {
			take(g)
		}
	}
	return out
}

// Answered is the split that these make of a price.
func Answered(total money.Fen, all []Given, names func(programme string) (zh, en string)) Answer {
	a := Answer{Split: money.Full(total), Parts: map[string]money.Fen{}}
	var zh, en []string
	for _, g := range all {
		a.Resident -= g.Fen
		a.Parts[g.Programme] = g.Fen
		if g.Payer == Fund {
			a.Fund += g.Fen
		} else {
			a.Subsidy += g.Fen
		}
		if a.Programme == "" {
			a.Programme, a.Bracket = g.Programme, g.Bracket.Key
		}
		z, e := names(g.Programme)
		be := g.Bracket.NameEn
		if be == "" {
			be = g.Bracket.Name
		}
		z, e = z+"："+g.Bracket.Name+" "+g.Fen.String(), e+": "+be+" "+g.Fen.String()
		if g.Capped {
			z, e = z+"（已到上限）", e+" (the cap is reached)"
		}
		zh, en = append(zh, z), append(en, e)
	}
	a.WhyZh, a.WhyEn = strings.Join(zh, "；"), strings.Join(en, "; ")
	return a
}
