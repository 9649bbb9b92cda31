package town

import "fmt"

// wish is when a person comes to need a service: how often, of those for whom
// it is meant.
type wish struct {
	category   string
	rate       float64
	urgency    int
	constraint string
	meant      func(p Person, age int) bool
}

func level(p Person) int {
	if v := p.Value(Ability); v != "" {
		return int(v[0] - '0')
	}
	return 0
}

var wishes = []wish{
	{"elder.canteen", 0.14, 2, "", func(p Person, age int) bool { return age >= 60 && level(p) <= 1 }},
	{"elder.meal_delivery", 0.45, 4, "", func(p Person, age int) bool { return age >= 60 && level(p) >= 2 }},
	{"elder.meal_delivery", 0.15, 3, "", func(p Person, age int) bool { return age >= 75 && p.Has(LivesAlone) && level(p) < 2 }},
	{"elder.day_care", 0.22, 3, "", func(p Person, age int) bool { return age >= 60 && (level(p) == 1 || level(p) == 2) }},
	{"elder.home_care", 0.4, 4, "", func(p Person, age int) bool { return age >= 60 && level(p) >= 3 }},
	{"elder.bathing", 0.35, 3, "same_sex", func(p Person, age int) bool { return age >= 60 && level(p) >= 3 }},
	{"elder.escort", 0.06, 3, "", func(p Person, age int) bool { return age >= 70 && p.Has(Chronic) }},
	{"elder.safety_call", 0.3, 3, "", func(p Person, age int) bool { return age >= 70 && p.Has(LivesAlone) }},
	{"elder.home_adaptation", 0.08, 1, "", func(p Person, age int) bool { return age >= 60 && level(p) >= 1 }},
	{"health.measuring", 0.03, 1, "", func(p Person, age int) bool { return age >= 60 && p.Has(Chronic) }},
	{"health.rehabilitation", 0.12, 3, "", func(p Person, _ int) bool { return p.Value(DisabilityType) == "physical" }},
	{"children.after_school", 0.09, 2, "", func(_ Person, age int) bool { return age >= 6 && age <= 12 }},
	{"children.left_behind", 0.5, 3, "", func(p Person, _ int) bool { return p.Has(LeftBehind) }},
	{"disability.transport", 0.12, 3, "step_free", func(p Person, _ int) bool { return p.Has(Disability) }},
	{"hardship.material_aid", 0.12, 3, "", func(p Person, age int) bool { return p.Has(LowIncome) && age >= 18 }},
	{"newcomers.registration", 0.05, 1, "", func(p Person, age int) bool { return p.Has(NewCitizen) && age >= 18 }},
	{"home.repair", 0.01, 2, "", func(p Person, age int) bool { return age >= 60 && p.Relation == "head" }},
	{"legal.mediation", 0.001, 2, "", func(_ Person, age int) bool { return age >= 25 }},
}

var gifts = []struct{ category, text string }{
	{"elder.escort", "陪同老人就医"}, {"elder.safety_call", "每周电话问候独居老人"}, {"children.tutoring", "辅导小学功课"}, {"home.repair", "修小家电、换灯泡"},
	{"culture.sport", "教太极拳"}, {"newcomers.language", "教粤语"}, {"legal.advice", "法律咨询"}, {"home.haircut", "上门理发"},
	{"health.measuring", "量血压"}, {"community.events", "活动拍照"},
}

// wants gives needs to those a service is meant for, and offers to one adult
// in sixty, one party member in five.
func (s *settler) wants() {
	for _, p := range s.out.People {
		age := p.Age(s.today)
		for _, w := range wishes {
			if w.meant(p, age) && s.r.Float64() < w.rate {
				s.out.Needs = append(s.out.Needs, Need{Key: fmt.Sprintf("%s-n%05d", s.c.code, len(s.out.Needs)+1), Person: p.Key, Region: p.Region,
					Category: w.category, Source: pick(s.r, []string{"request", "grid_visit", "hotline", "inferred"}), Lon: p.Lon, Lat: p.Lat,
					Quantity: between(s.r, 1, 5), Urgency: w.urgency, Constraint: w.constraint})
			}
		}
		willing := 1.0 / 60
		if p.Has(PartyMember) {
			willing = 0.2
		}
		if age >= 20 && age <= 72 && level(p) == 0 && s.r.Float64() < willing {
			g := pick(s.r, gifts)
			s.out.Offers = append(s.out.Offers, Offer{Key: fmt.Sprintf("%s-o%05d", s.c.code, len(s.out.Offers)+1), Person: p.Key, Region: p.Region,
				Category: g.category, Text: g.text, Lon: p.Lon, Lat: p.Lat, Capacity: between(s.r, 1, 4), ReachMetres: 500 * between(s.r, 1, 5)})
		}
	}
}
