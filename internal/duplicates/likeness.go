package duplicates

import (
	"encoding/json"
	"strings"

	"linli/engine/linkage"
	"linli/engine/linkage/columns"
	"linli/engine/linkage/evidence"
	"linli/internal/fault"
	"linli/internal/people"
)

// The columns of a record as engine/linkage compares it, in this order everywhere.
var (
	headers = []string{"name", "birth", "sex", "resident_id", "phone", "home"}
	roles   = []columns.Role{columns.Full, columns.Birth, columns.Sex, columns.Resident, columns.Phone, columns.Address}
	titles  = map[string][2]string{"name": {"姓名", "name"}, "birth": {"出生日期", "birth date"}, "sex": {"性别", "sex"}, "resident_id": {"身份证号", "resident ID number"}, "phone": {"电话", "phone"}, "home": {"住址", "home"}}
)

// values are what a record says.
func values(l people.Likeness) []string {
	return []string{l.Name, l.Birth, l.Sex, l.ResidentID, l.Phone, l.Home}
}

// records is a table of what people's records say.
func records(all []people.Likeness) (*columns.Raw, error) {
	raw, err := columns.NewRaw(headers)
	for i := 0; i < len(all) && err == nil; i++ {
		err = raw.Add(values(all[i]))
	}
	return raw, err
}

// Sign is one line of why two records look like one.
type Sign struct {
	Field  string  `json:"field" enum:"name,birth,sex,resident_id,phone,home"`
	Agrees bool    `json:"agrees" doc:"It speaks for one person"`
	Bits   float64 `json:"bits" doc:"How strongly: log2 of how much likelier this is of one person than of two; negative speaks for two"`
	Zh     string  `json:"zh"`
	En     string  `json:"en"`
}

// ground is a sign as it is stored: it holds no value of the records.
type ground struct {
	Field string  `json:"f"`
	Level int     `json:"l"`
	Bits  float64 `json:"b"`
}

// faint is how many bits say hardly anything.
const faint = 0.5

// groundsOf are what speaks for and against a pair, the strongest first.
func groundsOf(m *linkage.Fitted, p evidence.Pattern) (out []ground) {
	for _, r := range m.Reasons(p) {
		if r.Bits > faint || r.Bits < -faint {
			out = append(out, ground{r.Column, r.Level, r.Bits})
		}
	}
	return out
}

// groundsIn reads what is stored of a pair.
func groundsIn(s string) (out []ground, err error) {
	err = json.Unmarshal([]byte(s), &out)
	return out, err
}

// explain says grounds in words: what speaks for one person first, then what
// speaks against it.
func explain(all []ground) []Sign {
	var out, against []Sign
	for _, g := range all {
		role := columns.Text
		for c, h := range headers {
			if h == g.Field {
				role = roles[c]
			}
		}
		s := Sign{Field: g.Field, Agrees: g.Bits > 0, Bits: g.Bits, Zh: titles[g.Field][0] + evidence.Words(role, g.Level, true), En: titles[g.Field][1] + " " + evidence.Words(role, g.Level, false)}
		if s.Agrees {
			out = append(out, s)
		} else {
			against = append(against, s)
		}
	}
	return append(out, against...)
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
