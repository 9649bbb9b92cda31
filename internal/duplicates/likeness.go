package duplicates

import (
	"strings"

	"linli/engine/linkage"
	"linli/internal/fault"
	"linli/internal/people"
)

// The fields of a comparison, in this order everywhere.
const (
	name = iota
	birth
	sex
	number
	reach
	fields
)

var fieldKeys = [fields]string{"name", "birth", "sex", "resident_id", "reach"}

// model judges two records. M says how records of one person come to differ
// (slips of the pen, other characters of one sound, a move, a new phone); it is
// set by hand, since a register has too few labelled pairs to learn it and
// learning without labels would take families for one person: they share home,
// phone and family name. U is counted on the register itself.
//
// Two different resident ID numbers, each with a right check digit, speak
// against one person more than anything else: twins share all the rest.
func model(records int) *linkage.Model {
	return &linkage.Model{
		Prior: min(0.01, 0.04/float64(max(records, 1000))), // one record in fifty has a double
		Fields: []linkage.Field{
			name:   {Name: fieldKeys[name], Compare: names, M: []float64{0.87, 0.09, 0.04}, U: []float64{0.0005, 0.0045, 0.995}, Rare: true},
			birth:  {Name: fieldKeys[birth], Compare: linkage.Date, M: []float64{0.93, 0.06, 0.01}, U: []float64{0.0001, 0.0049, 0.995}},
			sex:    {Name: fieldKeys[sex], Compare: linkage.Exact, M: []float64{0.98, 0.02}, U: []float64{0.5, 0.5}},
			number: {Name: fieldKeys[number], Compare: linkage.Slip, M: []float64{0.97, 0.02999, 0.00001}, U: []float64{0.000001, 0.000009, 0.99999}},
			reach:  {Name: fieldKeys[reach], Compare: reaches, M: []float64{0.45, 0.35, 0.2}, U: []float64{0.0001, 0.0009, 0.999}},
		},
	}
}

// values are what a record says to the model. The name goes with its sound, the
// phone with the home: a family shares both, so they count as one.
func values(l people.Likeness) []string {
	return []string{name: l.Name + "|" + l.Pinyin, birth: l.Birth, sex: l.Sex, number: l.ResidentID, reach: l.Phone + "|" + l.Home}
}

// names: 0 equal, 1 same sound, or similar and of three characters and more, 2 different.
func names(a, b string) int {
	x, sx, _ := strings.Cut(a, "|")
	y, sy, _ := strings.Cut(b, "|")
	switch {
	case x == "" || y == "":
		return linkage.Missing
	case x == y:
		return 0
	case sx == sy || linkage.Distance(x, y) == 1 && min(len([]rune(x)), len([]rune(y))) >= 3 || linkage.Similarity(sx, sy) >= 0.95:
		return 1
	}
	return 2
}

// reaches: 0 phone and home equal, 1 one of them, 2 neither.
func reaches(a, b string) int {
	p, h, _ := strings.Cut(a, "|")
	q, i, _ := strings.Cut(b, "|")
	known, same := 0, 0
	for _, pair := range [][2]string{{p, q}, {h, i}} {
		if pair[0] != "" && pair[1] != "" {
			known++
			if pair[0] == pair[1] {
				same++
			}
		}
	}
	switch {
	case known == 0:
		return linkage.Missing
	case same == 2:
		return 0
	case same == 1:
		return 1
	}
	return 2
}

// keys are what two records of one person share at least one of.
func keys(l people.Likeness) []string {
	year := ""
	if len(l.Birth) >= 4 {
		year = l.Birth[:4]
	}
	given := func(k string, parts ...string) string {
		for _, p := range parts {
			if p == "" {
				return ""
			}
		}
		return k + strings.Join(parts, "|")
	}
	return []string{
		given("i", l.ResidentID), given("p", l.Phone), given("s", l.Pinyin, l.Birth), given("n", l.Name, year),
		given("h", l.Home, l.Birth), given("m", l.Name, l.Home), given("e", l.ResidentID[min(6, len(l.ResidentID)):]),
	}
}

// Sign is one line of why two records look like one.
type Sign struct {
	Field  string `json:"field" enum:"name,birth,sex,resident_id,reach"`
	Agrees bool   `json:"agrees"`
	Zh     string `json:"zh"`
	En     string `json:"en"`
}

var grounds = map[string][][2]string{
	"name":        {{"姓名相同", "the same name"}, {"姓名同音或只差一字", "names that sound alike or differ in one character"}, {"姓名不同", "different names"}},
	"birth":       {{"出生日期相同", "the same birth date"}, {"出生日期只差一处", "birth dates that differ in one place"}, {"出生日期不同", "different birth dates"}},
	"sex":         {{"性别相同", "the same sex"}, {"性别不同", "different sex"}},
	"resident_id": {{"身份证号相同", "the same resident ID number"}, {"身份证号只差一位", "resident ID numbers one digit apart"}, {"身份证号不同", "different resident ID numbers"}},
	"reach":       {{"电话和住址都相同", "the same phone and home"}, {"电话或住址相同", "the same phone or home"}, {"电话和住址都不同", "different phone and home"}},
}

// explain says the levels in words, what speaks for one person first.
func explain(levels map[string]int) []Sign {
	var out, against []Sign
	for _, f := range fieldKeys {
		l, ok := levels[f]
		if !ok || l >= len(grounds[f]) {
			continue
		}
		g := Sign{Field: f, Agrees: l < len(grounds[f])-1, Zh: grounds[f][l][0], En: grounds[f][l][1]}
		if g.Agrees {
			out = append(out, g)
		} else {
			against = append(against, g)
		}
	}
	return append(out, against...)
}

func levelsOf(s linkage.Score) map[string]int {
	out := map[string]int{}
	for i, l := range s.Levels {
		if l != linkage.Missing {
			out[fieldKeys[i]] = l
		}
	}
	return out
}

// Words joins the grounds in one language.
func Words(all []Sign, l fault.Lang) string {
	parts := make([]string, len(all))
	for i, g := range all {
		parts[i] = g.En
		if l == fault.Zh {
			parts[i] = g.Zh
		}
	}
	if l == fault.Zh {
		return strings.Join(parts, "，")
	}
	return strings.Join(parts, ", ")
}
