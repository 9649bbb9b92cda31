package town

import (
	"strconv"
	"time"
)

// Keys of the attributes that the town gives, as the register of people names them.
const (
	LivesAlone     = "lives_alone"
	EmptyNest      = "empty_nest"
	LowIncome      = "low_income"
	Disability     = "disability"      // 1 (gravest) to 4, GB/T 26341-2010
	DisabilityType = "disability_type" // as in the law on disabled persons
	Ability        = "ability_level"   // 0 intact to 4 total loss, GB/T 42195-2022
	Allowance      = "minimum_allowance"
	WithoutFamily  = "without_family"
	Dementia       = "dementia"
	Chronic        = "chronic_illness"
	Pregnant       = "pregnant"
	LeftBehind     = "left_behind_child"
	BereavedParent = "bereaved_parent"
	Veteran        = "veteran"
	NewCitizen     = "new_citizen"
	PartyMember    = "party_member"
)

// AttributeKeys lists them all, with names for screens and tests.
var AttributeKeys = []struct{ Key, Zh, En string }{
	{LivesAlone, "独居", "Lives alone"}, {EmptyNest, "空巢", "Empty nest"}, {LowIncome, "低收入", "Low income"},
	{Disability, "残疾", "Disability"}, {DisabilityType, "残疾类别", "Type of disability"}, {Ability, "能力等级", "Ability level"},
	{Chronic, "慢性病", "Chronic illness"}, {Pregnant, "孕期", "Pregnant"}, {LeftBehind, "留守儿童", "Left-behind child"},
	{BereavedParent, "失独父母", "Bereaved only-child parent"}, {Veteran, "退役军人", "Veteran"}, {NewCitizen, "新市民", "New citizen"},
	{PartyMember, "党员", "Party member"}, {Allowance, "低保", "Minimum living allowance"}, {WithoutFamily, "孤寡", "Without family"}, {Dementia, "认知障碍", "Dementia"},
}

var disabilities = []struct {
	kind  string
	share float64
}{{"physical", 45}, {"hearing", 17}, {"visual", 13}, {"mental", 10}, {"intellectual", 7}, {"multiple", 6}, {"speech", 2}}

// step is a rate that holds from an age on.
type step struct {
	from int
	rate float64
}

func at(age int, steps []step) (rate float64) {
	for _, s := range steps {
		if age >= s.from {
			rate = s.rate
		}
	}
	return rate
}

var (
	chronicRate    = []step{{0, 0.01}, {30, 0.06}, {45, 0.21}, {60, 0.47}, {75, 0.68}}
	disabilityRate = []step{{0, 0.009}, {18, 0.014}, {45, 0.028}, {60, 0.048}, {75, 0.075}}
	lossRate       = []step{{60, 0.05}, {70, 0.14}, {80, 0.36}, {90, 0.62}}
	assessedRate   = []step{{60, 0.25}, {70, 0.5}, {80, 0.85}}
	partyRate      = []step{{18, 0.01}, {25, 0.075}, {60, 0.12}}
	veteranRate    = []step{{22, 0.03}, {60, 0.07}, {85, 0.16}}
)

// attribute gives a household its facts. The rates are ours, near published
// ones for cities of the south; what hangs together in life does so here:
// loss of ability with age and disability, low income with living alone, a
// single parent, or disability in the house.
func (s *settler) attribute(h *Household, people []Person) {
	r := s.r
	poor := map[string]float64{"elder_alone": 0.06, "single_parent": 0.08, "grandparents_child": 0.09, "elder_couple": 0.025}[h.Kind]
	if poor == 0 {
		poor = 0.012
	}
	for i := range people {
		p := &people[i]
		age, man := p.Age(s.today), p.Sex == "male"
		disabled, loss := r.Float64() < at(age, disabilityRate), 0
		if age >= 60 && r.Float64() < at(age, lossRate)+map[bool]float64{true: 0.3}[disabled] {
			loss = 1 + weighted(r, []float64{55, 22, 14, 9})
		}
		if disabled || loss >= 2 && r.Float64() < 0.15 {
			weights := make([]float64, len(disabilities))
			for i, d := range disabilities {
				weights[i] = d.share
			}
			s.fact(p, DisabilityType, disabilities[weighted(r, weights)].kind, "disabled persons' federation")
			s.fact(p, Disability, strconv.Itoa(1+weighted(r, []float64{14, 22, 33, 31})), "disabled persons' federation")
			poor *= 2.5
			disabled = true
		}
		if loss > 0 || r.Float64() < at(age, assessedRate) {
			s.fact(p, Ability, strconv.Itoa(loss), "assessment")
		}
		if r.Float64() < at(age, chronicRate)+map[bool]float64{true: 0.2}[loss > 0] {
			s.fact(p, Chronic, "yes", "health station")
		}
		if h.Members == 1 && (age >= 60 || disabled) {
			s.fact(p, LivesAlone, "yes", "grid visit")
		}
		if h.Kind == "elder_alone" && r.Float64() < 0.03 {
			s.fact(p, WithoutFamily, "yes", "civil affairs")
		}
		if age >= 70 && loss >= 2 && r.Float64() < 0.25 {
			s.fact(p, Dementia, "yes", "health station")
		}
		if h.Kind == "elder_couple" && r.Float64() < 0.7 {
			s.fact(p, EmptyNest, "yes", "grid visit")
		}
		if p.Relation == "spouse" && !man && age >= 21 && age <= 43 && r.Float64() < 0.06 {
			s.fact(p, Pregnant, "yes", "health station")
		}
		if p.Relation == "grandchild" {
			s.fact(p, LeftBehind, "yes", "school")
		}
		if !man && age >= 49 && (h.Kind == "elder_alone" || h.Kind == "elder_couple") && r.Float64() < 0.018 {
			s.fact(p, BereavedParent, "yes", "health commission")
		}
		if man && r.Float64() < at(age, veteranRate) {
			s.fact(p, Veteran, "yes", "veterans' affairs")
		}
		if h.Tenants {
			s.fact(p, NewCitizen, "yes", "residence permit")
		}
		if r.Float64() < at(age, partyRate) {
			s.fact(p, PartyMember, "yes", "party branch")
		}
	}
	if h.LowIncome = r.Float64() < poor; h.LowIncome {
		allowed := r.Float64() < 0.4
		for i := range people {
			if allowed {
				s.fact(&people[i], Allowance, "yes", "civil affairs")
			}
			s.fact(&people[i], LowIncome, "yes", "civil affairs")
		}
	}
}

// fact adds an attribute that began some time in the last six years, but not
// before birth; what the law limits in time ends.
func (s *settler) fact(p *Person, key, value, source string) {
	from := s.today.AddDate(0, 0, -between(s.r, 20, 2100))
	a := Attribute{Key: key, Value: value, Source: source}
	switch key {
	case Pregnant:
		from = s.today.AddDate(0, 0, -between(s.r, 20, 200))
		a.To = from.AddDate(0, 0, 230).Format(time.DateOnly)
	case LowIncome, Allowance: // looked at again every year
		from = s.today.AddDate(0, 0, -between(s.r, 10, 330))
		a.To = from.AddDate(1, 0, 0).Format(time.DateOnly)
	}
	if a.From = from.Format(time.DateOnly); a.From < p.Birth {
		a.From = p.Birth
	}
	p.Attributes = append(p.Attributes, a)
}
