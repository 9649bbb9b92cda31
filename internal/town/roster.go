package town

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"strings"
)

// Headers of the roster, as a community office writes them.
var Headers = []string{"姓名", "性别", "出生日期", "身份证号", "联系电话", "户籍地址", "现住址", "网格编码", "户编号", "与户主关系",
	"经度", "纬度", "独居", "低收入", "残疾类别", "残疾等级", "能力等级", "慢性病", "孕期", "留守儿童", "失独", "退役军人", "新市民", "党员"}

var attributeColumns = []string{LivesAlone, LowIncome, DisabilityType, Disability, Ability, Chronic, Pregnant, LeftBehind, BereavedParent, Veteran, NewCitizen, PartyMember}

var relations = map[string]string{"head": "户主", "spouse": "配偶", "child": "子女", "parent": "父母", "grandchild": "孙子女", "flatmate": "合租", "": ""}

var disabilityZh = map[string]string{"physical": "肢体", "hearing": "听力", "visual": "视力", "mental": "精神", "intellectual": "智力", "multiple": "多重", "speech": "言语"}

// Bad is a kind of mistake planted in a roster; "" is a good row.
type Bad string

// The kinds of mistakes, each of which a careful import refuses.
const (
	BadCheckDigit   Bad = "check_digit"    // last character of the ID is wrong
	BadIDLength     Bad = "id_length"      // one digit of the ID is missing
	BadIDScientific Bad = "id_scientific"  // the spreadsheet made it 4.49901E+17
	BadName         Bad = "name_missing"   // no name
	BadBirth        Bad = "birth_conflict" // date of birth is not the ID's
	BadDate         Bad = "date_impossible"
	BadSex          Bad = "sex_conflict" // sex is not the ID's
	BadPhone        Bad = "phone_short"
	BadRegion       Bad = "region_unknown" // a grid that is not there
	BadPoint        Bad = "point_swapped"  // longitude and latitude change places
)

// BadKinds lists them all.
var BadKinds = []Bad{BadCheckDigit, BadIDLength, BadIDScientific, BadName, BadBirth, BadDate, BadSex, BadPhone, BadRegion, BadPoint}

// RosterOptions say how much of a roster to give and how dirty: Percent of the
// rows are spoilt, each in one known way. Limit 0 is everybody.
type RosterOptions struct {
	Percent float64
	Limit   int
	Within  string // only communities whose code begins so
}

// Row is one line of a roster: its cells in the order of Headers, who it is, and what is wrong.
type Row struct {
	Cells []string
	Key   string
	Bad   Bad
}

// Roster yields the rows, one community in memory at a time. Second records of
// a person are rows too.
func (t *Town) Roster(o RosterOptions) iter.Seq[Row] {
	return func(yield func(Row) bool) {
		n := 0
		for i, c := range t.communities {
			if !strings.HasPrefix(c.code, o.Within) {
				continue
			}
			r := t.rand("roster " + c.code)
			for _, p := range t.Batch(i).People {
				if o.Limit > 0 && n == o.Limit {
					return
				}
				n++
				row := Row{Cells: cells(p), Key: p.Key}
				if r.Float64()*100 < o.Percent {
					row.Bad = spoil(r, row.Cells)
				}
				if !yield(row) {
					return
				}
			}
		}
	}
}

func cells(p Person) []string {
	sex := "女"
	if p.Sex == "male" {
		sex = "男"
	}
	out := []string{p.Name, sex, p.Birth, p.ResidentID, p.Phone, p.RegisteredAddress, p.Address, p.Region, p.Household, relations[p.Relation],
		strconv.FormatFloat(p.Lon, 'f', 6, 64), strconv.FormatFloat(p.Lat, 'f', 6, 64)}
	for _, key := range attributeColumns {
		v := p.Value(key)
		switch {
		case v == "yes":
			v = "是"
		case key == DisabilityType:
			v = disabilityZh[v]
		}
		out = append(out, v)
	}
	return out
}

// spoil plants one mistake. Rows without a resident ID get one that needs none.
func spoil(r *rand.Rand, c []string) Bad {
	kinds := BadKinds
	if c[3] == "" {
		kinds = []Bad{BadName, BadDate, BadPhone, BadRegion, BadPoint}
	}
	bad := pick(r, kinds)
	switch bad {
	case BadCheckDigit:
		last := byte('0')
		if c[3][17] == '0' {
			last = '1'
		}
		c[3] = c[3][:17] + string(last)
	case BadIDLength:
		c[3] = c[3][:12] + c[3][13:]
	case BadIDScientific:
		c[3] = fmt.Sprintf("%s.%sE+17", c[3][:1], c[3][1:6])
	case BadName:
		c[0] = ""
	case BadBirth:
		year, _ := strconv.Atoi(c[2][:4])
		c[2] = fmt.Sprintf("%04d%s", year-10, c[2][4:])
		if c[2][5:] == "02-29" {
			c[2] = c[2][:8] + "28"
		}
	case BadDate:
		c[2] = c[2][:5] + "02-30"
	case BadSex:
		c[1] = map[string]string{"男": "女", "女": "男"}[c[1]]
	case BadPhone:
		c[4] = "16012"
	case BadRegion:
		c[7] = c[7][:12] + "999"
	case BadPoint:
		c[10], c[11] = c[11], c[10]
	}
	return bad
}
