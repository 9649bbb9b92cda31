package subsidy_test

import (
	"testing"

	"pgregory.net/rapid"

	"linli/internal/directory/eligibility"
	"linli/internal/money"
	"linli/internal/orders/subsidy"
	"linli/internal/region"
)

const (
	district = region.Code("449901")
	home     = region.Code("449901001001")
)

func programme(t testing.TB, brackets ...subsidy.Bracket) *subsidy.Programme {
	t.Helper()
	p := &subsidy.Programme{ID: "p", Name: "助餐补贴", Region: district, Payer: subsidy.Public, Categories: []string{"elder"}, From: "2026-01-01", Brackets: brackets}
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	return p
}

func b(key, rule string, fen money.Fen) subsidy.Bracket {
	return subsidy.Bracket{Key: key, Name: key, Rule: rule, UnitFen: fen}
}

func facts(age int, attributes ...string) eligibility.Facts {
	f := eligibility.Facts{Age: age, Sex: "female", Attributes: map[string]string{}, Region: home, Registered: home}
	for i := 0; i+1 < len(attributes); i += 2 {
		f.Attributes[attributes[i]] = attributes[i+1]
	}
	return f
}

func lunch(fen money.Fen, n int, f eligibility.Facts) subsidy.Question {
	return subsidy.Question{Person: "x", Region: home, Category: "elder.canteen", Day: "2026-11-25", Quantity: n, UnitFen: fen, Facts: f}
}

func gives(t testing.TB, p *subsidy.Programme, q subsidy.Question, u subsidy.Used) subsidy.Given {
	t.Helper()
	g, _, err := p.Gives(q, func() (subsidy.Used, error) { return u, nil })
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// The rules of cities, as reported: each can be said, and gives what is reported.
func TestTheRulesOfCitiesCanBeSaid(t *testing.T) {
	shanghai := programme(t, b("hardship_or_80", `age >= 80 or attribute("low_income")`, 400), b("65", `age >= 65`, 200))
	hefei := programme(t, b("special_diet", `attribute("special_diet")`, 800), b("basic", `age >= 60`, 500))
	tianjin := programme(t, subsidy.Bracket{Key: "elder", Name: "elder", UnitFen: 300, PerWeek: 5, Rule: `age >= 80 or age >= 70 and (attribute("lives_alone") or attribute("without_family") or attribute("disability") or attribute("bereaved_parent")) or attribute("minimum_allowance") and attribute("ability_level") >= 3`})
	zhuhai := programme(t, subsidy.Bracket{Key: "registered", Name: "registered", Percent: 37, Rule: `age >= 60 and registered("449901")`})
	for name, c := range map[string]struct {
		p    *subsidy.Programme
		q    subsidy.Question
		used subsidy.Used
		want money.Fen
	}{
		"a Shanghai district, 82":                    {shanghai, lunch(1500, 1, facts(82)), subsidy.Used{}, 400},
		"a Shanghai district, 66":                    {shanghai, lunch(1500, 1, facts(66)), subsidy.Used{}, 200},
		"a Shanghai district, 66, hardship":          {shanghai, lunch(1500, 1, facts(66, "low_income", "")), subsidy.Used{}, 400},
		"a Shanghai district, 64":                    {shanghai, lunch(1500, 1, facts(64)), subsidy.Used{}, 0},
		"Hefei, the basic meal of 8 yuan":            {hefei, lunch(800, 1, facts(70)), subsidy.Used{}, 500},
		"Hefei, a special diet":                      {hefei, lunch(1200, 1, facts(70, "special_diet", "")), subsidy.Used{}, 800},
		"Tianjin, 81, the fifth of the week":         {tianjin, lunch(1500, 1, facts(81)), subsidy.Used{Week: 4}, 300},
		"Tianjin, 81, the sixth of the week":         {tianjin, lunch(1500, 1, facts(81)), subsidy.Used{Week: 5}, 0},
		"Tianjin, 72, alone":                         {tianjin, lunch(1500, 1, facts(72, "lives_alone", "")), subsidy.Used{}, 300},
		"Tianjin, 72, not alone":                     {tianjin, lunch(1500, 1, facts(72)), subsidy.Used{}, 0},
		"Tianjin, 61, allowance and severe loss":     {tianjin, lunch(1500, 1, facts(61, "minimum_allowance", "", "ability_level", "3")), subsidy.Used{}, 300},
		"Zhuhai, a lunch of 20 yuan costs 12.60":     {zhuhai, lunch(2000, 1, facts(70)), subsidy.Used{}, 740},
		"Zhuhai, registered elsewhere, full price":   {zhuhai, lunch(2000, 1, eligibility.Facts{Age: 70, Registered: "440402", Region: home}), subsidy.Used{}, 0},
		"two at a time, one within the cap":          {tianjin, lunch(1500, 2, facts(81)), subsidy.Used{Week: 4}, 300},
		"not more than the price":                    {hefei, lunch(300, 1, facts(70)), subsidy.Used{}, 300},
		"the person pays a yuan at least":            {programme(t, subsidy.Bracket{Key: "a", Name: "a", UnitFen: 800, KeepFen: 100}), lunch(800, 2, facts(70)), subsidy.Used{}, 1400},
		"30 yuan a month, 28 are used":               {programme(t, subsidy.Bracket{Key: "a", Name: "a", UnitFen: 400, MonthFen: 3000}), lunch(1500, 1, facts(70)), subsidy.Used{MonthFen: 2800}, 200},
		"once a day":                                 {programme(t, subsidy.Bracket{Key: "a", Name: "a", UnitFen: 400, PerDay: 1}), lunch(1500, 1, facts(70)), subsidy.Used{Day: 1}, 0},
		"half the price of an hour, at most 20 yuan": {programme(t, subsidy.Bracket{Key: "a", Name: "a", Percent: 50, TopFen: 2000}), lunch(5500, 2, facts(70)), subsidy.Used{}, 4000},
		"another category":                           {programme(t, b("a", "", 400)), subsidy.Question{Region: home, Category: "elderly", Day: "2026-11-25", Quantity: 1, UnitFen: 1500}, subsidy.Used{}, 0},
		"before its first day":                       {programme(t, b("a", "", 400)), subsidy.Question{Region: home, Category: "elder", Day: "2025-12-31", Quantity: 1, UnitFen: 1500}, subsidy.Used{}, 0},
		"a home elsewhere":                           {programme(t, b("a", "", 400)), subsidy.Question{Region: "449902001001", Category: "elder", Day: "2026-11-25", Quantity: 1, UnitFen: 1500}, subsidy.Used{}, 0},
	} {
		if g := gives(t, c.p, c.q, c.used); g.Fen != c.want {
			t.Errorf("%s: %s, want %s", name, g.Fen, c.want)
		}
	}
}

func TestTheOneThatGivesMostCountsAndOthersAdd(t *testing.T) {
	given := func(id string, payer subsidy.Payer, fen money.Fen) subsidy.Given {
		return subsidy.Given{Programme: id, Payer: payer, Fen: fen, Units: 1}
	}
	all := []subsidy.Given{given("a", subsidy.Public, 300), given("b", subsidy.Public, 500), given("fund", subsidy.Fund, 400)}
	adds := func(id string) bool { return id == "fund" }
	for _, c := range []struct {
		total                   money.Fen
		resident, subsidy, fund money.Fen
	}{{1500, 600, 500, 400}, {700, 0, 500, 200}, {400, 0, 400, 0}} {
		a := subsidy.Answered(c.total, subsidy.Combine(c.total, all, adds), func(p string) (string, string) { return p, p })
		if a.Resident != c.resident || a.Subsidy != c.subsidy || a.Fund != c.fund || a.Programme != "b" || !a.Of(c.total) {
			t.Errorf("of %s: %+v", c.total, a)
		}
	}
}

// Whatever the brackets, the parts add up to the price, nobody pays less than nothing and
// no cap is passed.
func TestPartsAddUpAndCapsHold(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		fen := func(name string) money.Fen { return money.Fen(rapid.Int64Range(0, 3000).Draw(r, name)) }
		x := subsidy.Bracket{Key: "a", Name: "a", KeepFen: fen("keep"), TopFen: fen("top"), MonthFen: fen("month"), PerDay: rapid.IntRange(0, 3).Draw(r, "day"), PerWeek: rapid.IntRange(0, 5).Draw(r, "week"), PerMonth: rapid.IntRange(0, 9).Draw(r, "in a month")}
		if rapid.Bool().Draw(r, "percent") {
			x.Percent = rapid.IntRange(1, 100).Draw(r, "share")
		} else {
			x.UnitFen = fen("unit") + 1
		}
		p := &subsidy.Programme{ID: "p", Name: "p", Region: district, Payer: subsidy.Public, Categories: []string{"elder"}, From: "2026-01-01", Brackets: []subsidy.Bracket{x}}
		if err := p.Check(); err != nil {
			r.Fatal(err)
		}
		u := subsidy.Used{Day: rapid.IntRange(0, 4).Draw(r, "used"), Week: rapid.IntRange(0, 6).Draw(r, "used in the week"), Month: rapid.IntRange(0, 9).Draw(r, "used in the month"), MonthFen: fen("money used")}
		q := lunch(fen("price"), rapid.IntRange(1, 5).Draw(r, "quantity"), facts(70))
		g, ok, err := p.Gives(q, func() (subsidy.Used, error) { return u, nil })
		if err != nil || !ok {
			r.Fatal(ok, err)
		}
		total := q.UnitFen * money.Fen(q.Quantity)
		a := subsidy.Answered(total, subsidy.Combine(total, []subsidy.Given{g}, func(string) bool { return false }), func(string) (string, string) { return "", "" })
		if !a.Of(total) || g.Fen < 0 || a.Resident < min(total, x.KeepFen*money.Fen(q.Quantity)) && x.KeepFen <= q.UnitFen {
			r.Fatalf("%+v of %s: %+v", x, total, a)
		}
		if x.MonthFen > 0 && g.Fen+u.MonthFen > max(x.MonthFen, u.MonthFen) || x.PerDay > 0 && g.Fen > 0 && g.Units+u.Day > x.PerDay {
			r.Fatalf("%+v after %+v: %+v", x, u, g)
		}
	})
}

func TestProgrammesThatMakeNoSenseAreRefused(t *testing.T) {
	for name, change := range map[string]func(*subsidy.Programme){
		"no name":            func(p *subsidy.Programme) { p.Name = " " },
		"of a community":     func(p *subsidy.Programme) { p.Region = home },
		"nobody's money":     func(p *subsidy.Programme) { p.Payer = "bank" },
		"ends before":        func(p *subsidy.Programme) { p.To = "2025-01-01" },
		"no day":             func(p *subsidy.Programme) { p.From = "spring" },
		"for nothing":        func(p *subsidy.Programme) { p.Categories = nil },
		"no bracket":         func(p *subsidy.Programme) { p.Brackets = nil },
		"amount and share":   func(p *subsidy.Programme) { p.Brackets[0].Percent = 5 },
		"neither":            func(p *subsidy.Programme) { p.Brackets[0].UnitFen = 0 },
		"more than all":      func(p *subsidy.Programme) { p.Brackets[0].UnitFen, p.Brackets[0].Percent = 0, 101 },
		"a key twice":        func(p *subsidy.Programme) { p.Brackets = append(p.Brackets, p.Brackets[0]) },
		"a rule of nonsense": func(p *subsidy.Programme) { p.Brackets[0].Rule = "age >" },
	} {
		p := &subsidy.Programme{ID: "p", Name: "p", Region: district, Payer: subsidy.Public, Categories: []string{"elder"}, From: "2026-01-01", Brackets: []subsidy.Bracket{b("a", "", 100)}}
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		change(p)
		if p.Check() == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
