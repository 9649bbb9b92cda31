package eligibility

import (
	"errors"
	"strings"
	"testing"

	"linli/internal/fault"

	"pgregory.net/rapid"
)

func say(kind, key string, l fault.Lang) string {
	words := map[string][2]string{"lives_alone": {"独居", "Lives alone"}, "ability_level": {"能力等级", "Ability level"}, "449901001": {"和安街道", "He'an Street"}}[key]
	if words[0] == "" {
		return key
	}
	if l == fault.Zh {
		return words[0]
	}
	return words[1]
}

const meals = `age >= 60 and (attribute("lives_alone") or attribute("ability_level") >= 2)`

func TestWhoIsEntitled(t *testing.T) {
	has := func(kv ...string) map[string]string {
		m := map[string]string{}
		for i := 0; i < len(kv); i += 2 {
			m[kv[i]] = kv[i+1]
		}
		return m
	}
	for name, c := range map[string]struct {
		rule string
		f    Facts
		want Verdict
		why  string // in English, joined by ;
	}{
		"no rule is for everyone":                     {"", Facts{Age: -1}, Yes, "for everyone, without conditions"},
		"old and alone":                               {meals, Facts{Age: 81, Attributes: has("lives_alone", "")}, Yes, "met: aged 60 or over (is 81);met: lives alone"},
		"old and frail":                               {meals, Facts{Age: 60, Attributes: has("ability_level", "3")}, Yes, "met: aged 60 or over (is 60);met: ability level at least 2 (level 3)"},
		"old, neither alone nor frail":                {meals, Facts{Age: 70, Attributes: has("ability_level", "1")}, No, "not met: lives alone;not met: ability level at least 2 (level 1)"},
		"too young, whatever else":                    {meals, Facts{Age: 59, Attributes: has("lives_alone", "")}, No, "not met: aged 60 or over (is 59)"},
		"age unknown":                                 {meals, Facts{Age: -1, Attributes: has("lives_alone", "")}, Unknown, "not known: aged 60 or over"},
		"too young decides though attributes unknown": {meals, Facts{Age: 20, Partial: true}, No, "not met: aged 60 or over (is 20)"},
		"told only the age":                           {meals, Facts{Age: 70, Partial: true}, Unknown, "not known: lives alone;not known: ability level at least 2"},
		"not":                                         {`not attribute("x")`, Facts{}, Yes, "not met: x"},
		"region":                                      {`region("449901001")`, Facts{Region: "449901001002"}, Yes, "met: lives in He'an Street (449901001002)"},
		"another region":                              {`region("449901001")`, Facts{Region: "449901002"}, No, ""},
		"registered, unknown":                         {`registered("449901")`, Facts{}, Unknown, ""},
		"sex":                                         {`sex = "female"`, Facts{Sex: "female"}, Yes, "met: female (female)"},
		"not that sex":                                {`sex != "female"`, Facts{Sex: "female"}, No, ""},
		"household":                                   {`household_size > 2`, Facts{HouseholdSize: 3}, Yes, "met: household of more than 2 (has 3)"},
		"attribute as text":                           {`attribute("disability_type") = "physical"`, Facts{Attributes: has("disability_type", "physical")}, Yes, ""},
		"attribute differs where absent":              {`attribute("disability_type") != "physical"`, Facts{}, Yes, ""},
		"level without a number":                      {`attribute("disability") <= 2`, Facts{Attributes: has("disability", "")}, Unknown, ""},
		"and binds closer than or":                    {`age >= 90 and sex = "male" or age >= 60`, Facts{Age: 61, Sex: "female"}, Yes, ""},
		"Chinese quotes and ==":                       {`attribute(“lives_alone”) and age == 61`, Facts{Age: 61, Attributes: has("lives_alone", "")}, Yes, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := Parse(c.rule)
			if err != nil {
				t.Fatal(err)
			}
			got := r.Of(c.f, say)
			var why []string
			for _, x := range got.Reasons {
				why = append(why, x.En)
			}
			if s := strings.Join(why, ";"); got.Verdict != c.want || c.why != "" && !strings.Contains(s, strings.TrimPrefix(c.why, "not met: x")) {
				t.Errorf("got %s because %q; want %s because %q", got.Verdict, s, c.want, c.why)
			}
			if r.Holds(c.f) != got.Verdict {
				t.Error("Holds and Of disagree")
			}
		})
	}
}

func TestMistakesAreShownWhereTheyAre(t *testing.T) {
	for rule, want := range map[string]string{
		`age >`:                         "character 6: …",
		`age >= sixty`:                  "character 8: sixty",
		`attribute("x`:                  "character 11",
		`attribute(x)`:                  "character 11: x",
		`(age >= 60`:                    "character 11: …",
		`age >= 60 und sex = "male"`:    "character 11: und",
		`sex > "male"`:                  "character 5: >",
		`sex = "x"`:                     `character 7: "`,
		`weight > 3`:                    "character 1: weight",
		`age >= 60 and`:                 "character 14: …",
		`attribute("a") > "b"`:          "character 18",
		`age >= 99999`:                  "character 8: 99999",
		strings.Repeat("(", 40) + `age`: "32 levels",
		strings.Repeat("not ", 500):     "32 levels",
	} {
		_, err := Parse(rule)
		if f := fault.Of(err); f == nil || !strings.Contains(f.Text(fault.En), want) || f.Field != "eligibility" {
			t.Errorf("%.30s: %v, want %q", rule, err, want)
		}
	}
	if _, err := Parse(strings.Repeat("a", 3000)); !errors.Is(err, ErrLong) {
		t.Error("a long rule is taken")
	}
}

func TestTheRuleReadsAsASentence(t *testing.T) {
	zh, en := MustParse(meals).Words(say)
	if zh != "年满 60 周岁，且（独居，或能力等级不小于 2）" || en != "aged 60 or over and (lives alone or ability level at least 2)" {
		t.Errorf("%s\n%s", zh, en)
	}
	if lo, hi := MustParse(`age >= 6 and age < 15 and attribute("x")`).Ages(); lo != 6 || hi != 14 {
		t.Error(lo, hi)
	}
	if lo, hi := MustParse(`age >= 6 or attribute("x")`).Ages(); lo != -1 || hi != -1 {
		t.Error(lo, hi)
	}
}

// Knowing more never turns a yes into a no or the other way round.
func TestMoreFactsOnlyDecide(t *testing.T) {
	r := MustParse(`(age >= 60 or sex = "female") and not (attribute("a") and attribute("b") >= 2) or region("449901")`)
	rapid.Check(t, func(t *rapid.T) {
		full := Facts{Age: rapid.IntRange(0, 100).Draw(t, "age"), Sex: rapid.SampledFrom([]string{"female", "male"}).Draw(t, "sex"), Region: "440000", Attributes: map[string]string{}}
		if rapid.Bool().Draw(t, "a") {
			full.Attributes["a"] = ""
		}
		full.Attributes["b"] = rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "b")
		some := full
		some.Partial, some.Attributes = true, map[string]string{}
		for k, v := range full.Attributes {
			if rapid.Bool().Draw(t, "know "+k) {
				some.Attributes[k] = v
			}
		}
		if rapid.Bool().Draw(t, "no age") {
			some.Age = -1
		}
		if got := r.Holds(some); got != Unknown && got != r.Holds(full) {
			t.Fatalf("%v of %+v, but %v of %+v", got, some, r.Holds(full), full)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(meals)
	f.Add(`not (sex = "male")`)
	f.Fuzz(func(t *testing.T, s string) {
		r, err := Parse(s)
		if err != nil {
			return
		}
		r.Of(Facts{}, say)
		again, err := Parse(r.String())
		if err != nil || again.Holds(Facts{Age: 70}) != r.Holds(Facts{Age: 70}) {
			t.Errorf("%q is read differently a second time", s)
		}
	})
}
