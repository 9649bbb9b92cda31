package eligibility

import (
	"fmt"
	"strconv"
	"strings"

	"linli/internal/fault"
	"linli/internal/region"
)

// Verdict is the answer to "is this for me?".
type Verdict string

// The answers. Unknown means that a fact is missing that would decide it.
const (
	Yes     Verdict = "yes"
	No      Verdict = "no"
	Unknown Verdict = "unknown"
)

// Facts is what a rule may know of a person: never a name, never a number.
type Facts struct {
	Age           int               // in years; -1 unknown
	Sex           string            // female, male, or "" unknown
	Attributes    map[string]string // key → level or ""; those that hold today
	Region        region.Code       // where they live, or ""
	Registered    region.Code       // where they are registered, or ""
	HouseholdSize int               // 0 unknown
	// Partial: the attributes are only what somebody has told so far; one that is
	// missing is unknown, not absent.
	Partial bool
}

// Ground is one fact that counted, in words.
type Ground struct {
	Verdict Verdict `json:"verdict" enum:"yes,no,unknown"`
	Zh      string  `json:"zh"`
	En      string  `json:"en"`
}

// Ruling is a verdict with what made it.
type Ruling struct {
	Verdict Verdict  `json:"verdict" enum:"yes,no,unknown"`
	Reasons []Ground `json:"reasons"`
}

// Names gives the words for an attribute or a region; the key itself where there
// are none.
type Names func(kind, key string, l fault.Lang) string

type answer struct {
	verdict Verdict
	reasons []Ground
}

// Of answers for one person. A Yes comes with the facts that made it, a No with
// those that forbid it, an Unknown with what to ask.
func (r Rule) Of(f Facts, say Names) Ruling {
	if r.root == nil {
		return Ruling{Yes, []Ground{{Yes, "不限条件，人人可享", "for everyone, without conditions"}}}
	}
	a := r.root.eval(f, say)
	return Ruling{a.verdict, a.reasons}
}

// Holds is Of without the words, for millions of people.
func (r Rule) Holds(f Facts) Verdict {
	if r.root == nil {
		return Yes
	}
	return r.root.eval(f, nil).verdict
}

func (all allOf) eval(f Facts, say Names) answer {
	return fold(all, f, say, Yes, No)
}

func (all anyOf) eval(f Facts, say Names) answer {
	return fold(all, f, say, No, Yes)
}

// fold is "and" (neutral Yes, decisive No) and "or" (the other way round) of
// three values. Only the reasons of the outcome are kept.
func fold(all []node, f Facts, say Names, neutral, decisive Verdict) answer {
	out := answer{verdict: neutral}
	by := map[Verdict][]Ground{}
	for _, n := range all {
		a := n.eval(f, say)
		if say != nil {
			by[a.verdict] = append(by[a.verdict], a.reasons...)
		}
		switch {
		case a.verdict == decisive:
			out.verdict = decisive
			if say == nil {
				return out
			}
		case a.verdict == Unknown && out.verdict == neutral:
			out.verdict = Unknown
		}
	}
	out.reasons = by[out.verdict]
	return out
}

func (n negate) eval(f Facts, say Names) answer {
	a := n.of.eval(f, say)
	flip := map[Verdict]Verdict{Yes: No, No: Yes, Unknown: Unknown}
	a.verdict = flip[a.verdict]
	for i := range a.reasons {
		a.reasons[i].Verdict = flip[a.reasons[i].Verdict]
	}
	return a
}

func (t test) eval(f Facts, say Names) answer {
	v, have := t.verdict(f)
	a := answer{verdict: v}
	if say != nil {
		zh, en := t.words(say)
		if v != Unknown && have != "" {
			zh, en = zh+"（"+t.have(have, say, fault.Zh)+"）", en+" ("+t.have(have, say, fault.En)+")"
		}
		switch v {
		case Yes:
			zh, en = "符合："+zh, "met: "+en
		case No:
			zh, en = "不符合："+zh, "not met: "+en
		default:
			zh, en = "尚不清楚："+zh, "not known: "+en
		}
		a.reasons = []Ground{{v, zh, en}}
	}
	return a
}

// verdict is the outcome and the fact it rests on, in short.
func (t test) verdict(f Facts) (Verdict, string) {
	known := func(ok bool) Verdict {
		if ok {
			return Yes
		}
		return No
	}
	switch t.subject {
	case "age":
		if f.Age < 0 {
			return Unknown, ""
		}
		return known(compare(f.Age, t.op, t.number)), strconv.Itoa(f.Age)
	case "household_size":
		if f.HouseholdSize <= 0 {
			return Unknown, ""
		}
		return known(compare(f.HouseholdSize, t.op, t.number)), strconv.Itoa(f.HouseholdSize)
	case "sex":
		if f.Sex == "" {
			return Unknown, ""
		}
		return known((f.Sex == t.text) == (t.op == "=")), f.Sex
	case "region", "registered":
		at := f.Region
		if t.subject == "registered" {
			at = f.Registered
		}
		if at == "" {
			return Unknown, ""
		}
		return known(at.In(region.Code(t.key))), string(at)
	}
	level, has := f.Attributes[t.key]
	if !has && f.Partial {
		return Unknown, ""
	}
	switch {
	case t.op == "":
		return known(has), ""
	case !has: // an attribute that does not hold has no level: it differs from any
		return known(t.op == "!="), ""
	case t.isText:
		return known((level == t.text) == (t.op == "=")), level
	}
	n, err := strconv.Atoi(level)
	if err != nil {
		return Unknown, ""
	}
	return known(compare(n, t.op, t.number)), level
}

func compare(a int, op string, b int) bool {
	switch op {
	case ">=":
		return a >= b
	case "<=":
		return a <= b
	case ">":
		return a > b
	case "<":
		return a < b
	case "!=":
		return a != b
	}
	return a == b
}

// have says what the person's fact is.
func (t test) have(v string, say Names, l fault.Lang) string {
	word := func(zh, en string) string {
		if l == fault.Zh {
			return zh
		}
		return en
	}
	switch t.subject {
	case "age":
		return word(v+" 岁", "is "+v)
	case "household_size":
		return word(v+" 人", "has "+v)
	case "sex":
		return sex(v, l)
	case "region", "registered":
		return say("region", v, l)
	}
	return word(v+" 级", "level "+v)
}

var (
	opsZh = map[string]string{">=": "不小于", "<=": "不大于", ">": "大于", "<": "小于", "=": "等于", "!=": "不等于"}
	opsEn = map[string]string{">=": "at least", "<=": "at most", ">": "more than", "<": "less than", "=": "exactly", "!=": "not"}
)

func sex(v string, l fault.Lang) string {
	words := map[string][2]string{"female": {"女", "female"}, "male": {"男", "male"}}[v]
	if l == fault.Zh {
		return words[0]
	}
	return words[1]
}

func (t test) words(say Names) (zh, en string) {
	switch t.subject {
	case "age":
		switch t.op {
		case ">=":
			return fmt.Sprintf("年满 %d 周岁", t.number), fmt.Sprintf("aged %d or over", t.number)
		case "<":
			return fmt.Sprintf("未满 %d 周岁", t.number), fmt.Sprintf("under %d years", t.number)
		case "<=":
			return fmt.Sprintf("不超过 %d 周岁", t.number), fmt.Sprintf("aged %d or under", t.number)
		}
		return fmt.Sprintf("年龄%s %d 周岁", opsZh[t.op], t.number), fmt.Sprintf("age %s %d", opsEn[t.op], t.number)
	case "household_size":
		return fmt.Sprintf("家庭人数%s %d", opsZh[t.op], t.number), fmt.Sprintf("household of %s %d", opsEn[t.op], t.number)
	case "sex":
		if t.op == "!=" {
			return "性别不是" + sex(t.text, fault.Zh), "not " + sex(t.text, fault.En)
		}
		return "性别为" + sex(t.text, fault.Zh), sex(t.text, fault.En)
	case "region":
		return "居住在" + say("region", t.key, fault.Zh), "lives in " + say("region", t.key, fault.En)
	case "registered":
		return "户籍在" + say("region", t.key, fault.Zh), "registered in " + say("region", t.key, fault.En)
	}
	zh, en = say("attribute", t.key, fault.Zh), say("attribute", t.key, fault.En)
	if t.op == "" {
		return zh, strings.ToLower(en)
	}
	v := t.text
	if !t.isText {
		v = strconv.Itoa(t.number)
	}
	return fmt.Sprintf("%s%s %s", zh, opsZh[t.op], v), fmt.Sprintf("%s %s %s", strings.ToLower(en), opsEn[t.op], v)
}

// Words is the rule as a sentence, for the catalogue.
func (r Rule) Words(say Names) (zh, en string) {
	if r.root == nil {
		return "不限条件，人人可享", "for everyone, without conditions"
	}
	return sentence(r.root, say, false)
}

func sentence(n node, say Names, nested bool) (zh, en string) {
	join := func(all []node, wordZh, wordEn string) (string, string) {
		var zhs, ens []string
		for _, one := range all {
			z, e := sentence(one, say, true)
			zhs, ens = append(zhs, z), append(ens, e)
		}
		z, e := strings.Join(zhs, wordZh), strings.Join(ens, wordEn)
		if nested {
			z, e = "（"+z+"）", "("+e+")"
		}
		return z, e
	}
	switch x := n.(type) {
	case allOf:
		return join(x, "，且", " and ")
	case anyOf:
		return join(x, "，或", " or ")
	case negate:
		z, e := sentence(x.of, say, true)
		return "不是" + z, "not " + e
	case test:
		return x.words(say)
	}
	panic("eligibility: a node of no kind")
}

// Ages is the span of ages that a rule allows whatever else holds, for HSDS;
// -1 where there is no bound.
func (r Rule) Ages() (lo, hi int) {
	lo, hi = -1, -1
	and, ok := r.root.(allOf)
	if !ok && r.root != nil {
		and = allOf{r.root}
	}
	for _, n := range and {
		if t, ok := n.(test); ok && t.subject == "age" {
			switch t.op {
			case ">=":
				lo = max(lo, t.number)
			case ">":
				lo = max(lo, t.number+1)
			case "<=":
				hi = t.number
			case "<":
				hi = t.number - 1
			case "=":
				lo, hi = t.number, t.number
			}
		}
	}
	return lo, hi
}
