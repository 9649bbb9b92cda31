package people

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"

	"linli/internal/cnid"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/region"
)

// State of a person in the register.
type State string

const (
	Living State = "living"
	Died   State = "died"   // entitlements, orders and roles have ended
	Merged State = "merged" // the same as another record, which carries on
)

// What can be refused here.
var (
	ErrNone      = fault.New(fault.NotFound, "people.none", "找不到这位居民。", "There is no such resident.")
	ErrNoHouse   = fault.New(fault.NotFound, "people.no_household", "找不到这个户。", "There is no such household.")
	ErrName      = fault.New(fault.Invalid, "people.name", "姓名应为 1 至 40 个字。", "A name has 1 to 40 characters.")
	ErrBirth     = fault.New(fault.Invalid, "people.birth", "出生日期不正确，应写作 1948-02-29。", "The birth date is not right; it is written 1948-02-29.")
	ErrFuture    = fault.New(fault.Invalid, "people.future", "日期在将来。", "The date lies in the future.")
	ErrAge       = fault.New(fault.Invalid, "people.age", "年龄超过 130 岁，请核对出生日期。", "Older than 130 years; please check the birth date.")
	ErrIDBirth   = fault.New(fault.Invalid, "people.id_birth", "出生日期与身份证号不一致。", "The birth date is not that of the resident ID number.")
	ErrIDSex     = fault.New(fault.Invalid, "people.id_sex", "性别与身份证号不一致。", "The sex is not that of the resident ID number.")
	ErrSex       = fault.New(fault.Invalid, "people.sex", "性别应为男或女。", "Sex is male or female.")
	ErrLong      = fault.New(fault.Invalid, "people.long", "文字太长，最多 200 个字。", "Too long: at most 200 characters.")
	ErrIdentity  = fault.New(fault.Invalid, "people.identity", "没有身份证号时，须有出生日期和住址，以便识别。", "Without a resident ID number, the birth date and the address are needed to tell people apart.")
	ErrRegion    = fault.New(fault.Invalid, "people.region", "区域代码应到社区（12 位）或网格（15 位）。", "The region is a community (12 digits) or a grid (15).")
	ErrOutside   = fault.New(fault.Invalid, "people.region_outside", "这个区域不在您的管辖范围内。", "This region is outside your places.")
	ErrElsewhere = fault.New(fault.Conflict, "people.elsewhere", "这个身份证号已登记在别的街道，请办理迁移。", "This resident ID number is registered in another street; a move is needed.")
	ErrOtherName = fault.New(fault.Conflict, "people.other_name", "登记册中这个身份证号是另一个姓名，请核对。", "The register has another name under this resident ID number; please check.")
	ErrTaken     = fault.New(fault.Conflict, "people.id_taken", "这个身份证号已登记。", "This resident ID number is in the register.")
	ErrDied      = fault.New(fault.Conflict, "people.died", "这位居民已登记死亡。", "This resident's death is registered.")
	ErrAttribute = fault.New(fault.Invalid, "people.attribute", "没有这种属性或等级。", "There is no such attribute or level.")
	ErrAttrTwice = fault.New(fault.Conflict, "people.attribute_twice", "这个属性已在登记中。", "This attribute is on the record already.")
	ErrPurpose   = fault.New(fault.Invalid, "people.purpose", "请写明查看目的（至少 4 个字）。", "Please give the purpose (4 characters or more).")
	ErrField     = fault.New(fault.Invalid, "people.field", "没有这个可查看的字段。", "There is no such field to show.")
	ErrDate      = fault.New(fault.Invalid, "people.date", "日期应写作 2026-11-23。", "A date is written 2026-11-23.")
	ErrRelation  = fault.New(fault.Invalid, "people.relation", "没有这种与户主关系。", "There is no such relation to the head.")
	ErrNotMember = fault.New(fault.Conflict, "people.not_member", "这位居民不在这个户里。", "This resident is not in the household.")
	ErrMerge     = fault.New(fault.Conflict, "people.merge", "只能合并两份不同的在册档案；已合并的不能再次合并或撤销。", "Only two different living records can be merged, and only a merged one parted.")
	ErrMerged    = fault.New(fault.Conflict, "people.merged", "这份档案已并入另一份，请在那一份上办理。", "This record was merged into another; use that one.")
	ErrSameHouse = fault.New(fault.Invalid, "people.same_household", "不能把一个户并入自己。", "A household cannot be merged with itself.")
)

// Relations to the head of a household, in the order of a register page.
var Relations = []string{"head", "spouse", "child", "child_in_law", "parent", "parent_in_law", "grandchild", "grandparent", "sibling", "flatmate", "tenant", "carer", "other"}

// Person is one natural person as the register holds them. Numbers are masked.
type Person struct {
	ID         string      `json:"id"`
	Region     region.Code `json:"region"`
	Name       string      `json:"name"`
	Sex        cnid.Sex    `json:"sex,omitempty"`
	Birth      string      `json:"birth,omitempty"`
	Age        int         `json:"age"`
	ResidentID string      `json:"resident_id,omitempty" doc:"Masked"`
	Phone      string      `json:"phone,omitempty" doc:"Masked"`
	RegRegion  string      `json:"registered_region,omitempty"`
	RegAddress string      `json:"registered_address,omitempty"`
	Address    string      `json:"address,omitempty"`
	Building   string      `json:"building,omitempty"`
	Unit       string      `json:"unit,omitempty"`
	Flat       string      `json:"flat,omitempty"`
	Lon        float64     `json:"lon,omitempty"`
	Lat        float64     `json:"lat,omitempty"`
	State      State       `json:"state"`
	DiedOn     string      `json:"died,omitempty"`
	Into       string      `json:"merged_into,omitempty" doc:"The record that carries on"`
	Household  string      `json:"household,omitempty"`
	Relation   string      `json:"relation,omitempty"`
	Attributes []Attribute `json:"attributes"`
	Version    int64       `json:"version"`
	Changed    time.Time   `json:"changed"`

	pinyin, idSealed, phoneSealed string
}

// Attribute is a fact about a person that holds from a day on.
type Attribute struct {
	Key      string `json:"key"`
	Level    string `json:"level,omitempty"`
	From     string `json:"from"`
	To       string `json:"to,omitempty" doc:"Absent while it holds"`
	Source   string `json:"source,omitempty"`
	Evidence string `json:"evidence,omitempty"`
}

// AttributeKind is an editable kind of attribute.
type AttributeKind struct {
	Key     string   `json:"key"`
	NameZh  string   `json:"name_zh"`
	NameEn  string   `json:"name_en"`
	Levels  []string `json:"levels" doc:"Empty for yes or no"`
	Active  bool     `json:"active"`
	Version int64    `json:"version"`
}

// Kinds to begin with. Ability levels 0 to 4: GB/T 42195-2022 (intact, mild,
// moderate, severe, total loss); disability levels 1 (severest) to 4: GB/T 26341.
var Kinds = []AttributeKind{
	{Key: "lives_alone", NameZh: "独居", NameEn: "Lives alone"},
	{Key: "empty_nest", NameZh: "空巢", NameEn: "Empty nest"},
	{Key: "without_family", NameZh: "孤寡", NameEn: "Without family"},
	{Key: "low_income", NameZh: "低收入", NameEn: "Low income"},
	{Key: "minimum_allowance", NameZh: "低保", NameEn: "Minimum living allowance"},
	{Key: "disability", NameZh: "残疾", NameEn: "Disability", Levels: []string{"1", "2", "3", "4"}},
	{Key: "disability_type", NameZh: "残疾类别", NameEn: "Type of disability", Levels: []string{"visual", "hearing", "speech", "physical", "intellectual", "mental", "multiple"}},
	{Key: "ability_level", NameZh: "失能等级", NameEn: "Ability level", Levels: []string{"0", "1", "2", "3", "4"}},
	{Key: "chronic_illness", NameZh: "慢性病", NameEn: "Chronic illness"},
	{Key: "dementia", NameZh: "认知障碍", NameEn: "Dementia"},
	{Key: "pregnant", NameZh: "孕产妇", NameEn: "Pregnant"},
	{Key: "left_behind_child", NameZh: "留守儿童", NameEn: "Left-behind child"},
	{Key: "bereaved_parent", NameZh: "失独父母", NameEn: "Bereaved only-child parent"},
	{Key: "veteran", NameZh: "退役军人", NameEn: "Veteran"},
	{Key: "new_citizen", NameZh: "新市民", NameEn: "New citizen"},
	{Key: "party_member", NameZh: "党员", NameEn: "Party member"},
	{Key: "volunteer", NameZh: "志愿者", NameEn: "Volunteer"},
	{Key: "unemployed", NameZh: "失业", NameEn: "Unemployed"},
	{Key: "student", NameZh: "在校学生", NameEn: "Student"},
}

// Row is one person as a roster or a form gives them, already parsed: ResidentID
// and Phone are checked forms or "". Household is the number of the household
// in the community, "" for none.
type Row struct {
	Name                  string
	ResidentID            cnid.Resident
	Sex                   cnid.Sex
	Birth                 string
	Phone                 string
	Region                region.Code
	RegRegion, RegAddress string
	Address               string
	Building, Unit, Flat  string
	At                    geo.Point
	Household, Relation   string
	Attributes            []Attribute // From "" is today
}

// Check finds everything wrong with a row on its own, and completes it: sex and
// birth come from the resident ID number. now decides what is the future.
func (r Row) Check(now time.Time, kinds map[string]AttributeKind) (Row, []*fault.Fault) {
	var bad []*fault.Fault
	say := func(f *fault.Fault, field string) { bad = append(bad, f.On(field)) }
	r.Name = strings.Join(strings.Fields(r.Name), " ")
	if n := utf8.RuneCountInString(r.Name); n < 1 || n > 40 {
		say(ErrName, "name")
	}
	for field, v := range map[string]string{"registered_address": r.RegAddress, "address": r.Address, "building": r.Building, "unit": r.Unit, "flat": r.Flat, "household": r.Household} {
		if utf8.RuneCountInString(v) > 200 {
			say(ErrLong, field)
		}
	}
	if r.ResidentID != "" {
		birth := r.ResidentID.Birth().Format(time.DateOnly)
		if r.Birth != "" && r.Birth != birth {
			say(ErrIDBirth, "birth")
		}
		if r.Sex != "" && r.Sex != r.ResidentID.Sex() {
			say(ErrIDSex, "sex")
		}
		r.Birth, r.Sex = birth, r.ResidentID.Sex()
	}
	if r.Birth != "" {
		b, err := time.Parse(time.DateOnly, r.Birth)
		switch {
		case err != nil:
			say(ErrBirth, "birth")
		case b.After(now):
			say(ErrFuture, "birth")
		case b.AddDate(130, 0, 0).Before(now):
			say(ErrAge, "birth")
		}
	}
	if r.ResidentID == "" && (r.Birth == "" || r.Address == "" && r.Flat == "") {
		say(ErrIdentity, "resident_id")
	}
	if r.Sex != "" && r.Sex != cnid.Male && r.Sex != cnid.Female {
		say(ErrSex, "sex")
	}
	if l := r.Region.Level(); l != region.Community && l != region.Grid {
		say(ErrRegion, "region")
	}
	if err := r.At.Check(); err != nil {
		say(fault.Of(err), "lon")
	}
	if r.Relation != "" && !contains(Relations, r.Relation) {
		say(ErrRelation, "relation")
	}
	for _, a := range r.Attributes {
		if !a.fits(kinds) {
			say(ErrAttribute, a.Key)
		}
		if a.From != "" {
			if d, err := time.Parse(time.DateOnly, a.From); err != nil {
				say(ErrDate, a.Key)
			} else if d.After(now) {
				say(ErrFuture, a.Key)
			}
		}
	}
	return r, bad
}

func (a Attribute) fits(kinds map[string]AttributeKind) bool {
	k, ok := kinds[a.Key]
	if !ok || !k.Active {
		return false
	}
	if len(k.Levels) == 0 {
		return a.Level == ""
	}
	return contains(k.Levels, a.Level)
}

func contains(list []string, v string) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

var pinyinStyle = pinyin.NewArgs()

// Pinyin gives the sort and search key of a name and its initials: "陈阿妹" is
// "chen a mei", "cam"; what is not Chinese stays, in small letters. A character
// with several readings takes its most common one.
func Pinyin(name string) (full, initials string) {
	var f, i strings.Builder
	start := true
	for _, r := range strings.ToLower(name) {
		said := pinyin.SinglePinyin(r, pinyinStyle)
		switch {
		case len(said) > 0:
			if f.Len() > 0 {
				f.WriteByte(' ')
			}
			f.WriteString(said[0])
			i.WriteByte(said[0][0])
			start = true
		case r == ' ' || r == '·':
			start = true
		default:
			if start && f.Len() > 0 {
				f.WriteByte(' ')
			}
			f.WriteRune(r)
			if start {
				i.WriteRune(r)
			}
			start = false
		}
	}
	return f.String(), i.String()
}

// AgeOn is full years on a day; -1 where the birth date is unknown.
func AgeOn(birth string, day time.Time) int {
	b, err := time.Parse(time.DateOnly, birth)
	if err != nil {
		return -1
	}
	n := day.Year() - b.Year()
	if day.Month() < b.Month() || day.Month() == b.Month() && day.Day() < b.Day() {
		n--
	}
	return n
}

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600) // one zone, no summer time since 1991

// Day is the calendar day of an instant as people here live it.
func Day(t time.Time) string { return t.In(shanghai).Format(time.DateOnly) }
