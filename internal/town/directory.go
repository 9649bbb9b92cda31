package town

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"linli/internal/cnid"
	"linli/internal/town/naming"
)

// Organisation is an office, provider, school … with a valid credit code of a
// fictional holder.
type Organisation struct {
	Key, Kind, Name, NameEn, Credit, Region, Phone, Contact, LicenceUntil string
}

// Point is where a service is given.
type Point struct {
	Key, Organisation, Kind, Name, NameEn, Region, Address, Phone string
	Lon, Lat                                                      float64
	Hours                                                         []Span
	StepFree                                                      bool
}

// Span is one opening span: on the days (1 Monday … 7 Sunday) from From until To.
type Span struct {
	Days     []int
	From, To string
}

// Service is what an organisation offers at some of its points. Eligibility is
// in the directory's rule language; "" is for everyone.
type Service struct {
	Key, Organisation, Category, Name, NameEn string
	Points                                    []string
	Mode, Unit                                string // on_site, home_visit, delivery, day_care, online
	PriceFen, SubsidyFen                      int64
	PerDay                                    int
	Eligibility, Region                       string
}

// Project is a funded social-work project in operation.
type Project struct {
	Key, Name, NameEn, Purchaser, Operator, Region, From, To string
	Target                                                   []string // attribute keys
	BudgetFen                                                int64
	Planned, Actual, Staff                                   int
	Lon, Lat                                                 float64
}

type kindOfService struct {
	category, zh, en, mode, unit string
	price, subsidy               int64
	perDay                       int
	rule                         string
}

// What each kind of point offers. Prices in fen are ours, near those of the Pearl River delta.
var offersAt = map[string][]kindOfService{
	"family_centre": {{"children.after_school", "四点半课堂", "After-school care", "on_site", "课时", 500, 500, 40, `age >= 6 and age <= 14`},
		{"health.mental", "心理支持", "Counselling", "on_site", "次", 0, 0, 8, ""}, {"hardship.policy_help", "政策咨询与代办", "Policy help", "on_site", "次", 0, 0, 30, ""},
		{"children.left_behind", "留守儿童陪伴", "Company for left-behind children", "home_visit", "次", 0, 0, 10, `age < 16 and attribute("left_behind_child")`}},
	"canteen": {{"elder.canteen", "长者饭堂午餐", "Canteen lunch", "on_site", "份", 1500, 300, 180, `age >= 60`},
		{"elder.meal_delivery", "长者送餐", "Meal delivery", "delivery", "份", 1800, 500, 60, `age >= 60 and (attribute("lives_alone") or attribute("ability_level") >= 2)`}},
	"day_care": {{"elder.day_care", "日间托管", "Day care", "day_care", "天", 8000, 3000, 25, `age >= 60 and attribute("ability_level") <= 2`},
		{"elder.respite", "喘息服务", "Respite care", "day_care", "天", 12000, 5000, 6, `age >= 60 and attribute("ability_level") >= 2`}},
	"home_care": {{"elder.home_care", "居家照护", "Home care", "home_visit", "小时", 5500, 2500, 40, `age >= 60 and attribute("ability_level") >= 2`},
		{"elder.bathing", "助浴", "Bathing help", "home_visit", "次", 12000, 6000, 12, `age >= 60 and attribute("ability_level") >= 3`},
		{"elder.escort", "陪同就医", "Escort to hospital", "home_visit", "次", 9000, 3000, 12, `age >= 60`},
		{"elder.safety_call", "平安电话", "Safety call", "online", "次", 0, 0, 200, `age >= 60 and attribute("lives_alone")`}},
	"health_station": {{"health.measuring", "血压血糖测量", "Measuring", "on_site", "次", 0, 0, 80, ""},
		{"health.rehabilitation", "康复训练", "Rehabilitation", "on_site", "次", 6000, 3000, 12, `attribute("disability") or age >= 60`},
		{"health.family_doctor", "家庭医生上门", "Family doctor visit", "home_visit", "次", 5000, 3000, 6, `age >= 65 or attribute("disability")`}},
	"disability_centre": {{"disability.rehabilitation", "残疾人康复", "Rehabilitation of disabled persons", "on_site", "次", 0, 0, 30, `attribute("disability")`},
		{"disability.transport", "无障碍接送", "Step-free transport", "home_visit", "次", 1000, 1000, 20, `attribute("disability")`}},
	"hut":    {{"community.events", "邻里活动", "Neighbours' events", "on_site", "次", 0, 0, 40, ""}, {"culture.sport", "太极与广场舞", "Tai chi and dancing", "on_site", "次", 0, 0, 50, ""}},
	"repair": {{"home.repair", "便民维修", "Small repairs", "home_visit", "次", 3000, 0, 25, ""}, {"home.cleaning", "家居清洁", "Cleaning", "home_visit", "小时", 4000, 0, 30, ""}},
	"service_hall": {{"newcomers.registration", "居住登记协办", "Help with registration", "on_site", "次", 0, 0, 60, `attribute("new_citizen")`},
		{"hardship.material_aid", "困难物资帮扶", "Material aid", "on_site", "次", 0, 0, 20, `attribute("low_income")`},
		{"legal.mediation", "人民调解", "Mediation", "on_site", "次", 0, 0, 6, ""}},
}

var (
	week     = []int{1, 2, 3, 4, 5}
	everyDay = []int{1, 2, 3, 4, 5, 6, 7}
	hoursOf  = map[string][]Span{
		"canteen": {{everyDay, "10:45", "13:00"}, {everyDay, "16:45", "18:15"}}, "day_care": {{[]int{1, 2, 3, 4, 5, 6}, "07:30", "17:30"}},
		"family_centre":  {{[]int{2, 3, 4, 5, 6, 7}, "09:00", "12:00"}, {[]int{2, 3, 4, 5, 6, 7}, "14:00", "17:30"}, {[]int{3, 5}, "18:30", "21:00"}},
		"health_station": {{week, "08:00", "12:00"}, {week, "14:30", "17:30"}, {[]int{6, 7}, "08:30", "11:30"}},
		"hut":            {{everyDay, "09:00", "11:30"}, {everyDay, "15:00", "20:30"}}, "home_care": {{everyDay, "08:00", "18:00"}}, "repair": {{everyDay, "08:30", "19:00"}},
	}
	officeHours = []Span{{week, "08:30", "12:00"}, {week, "14:00", "17:30"}}
	pointNames  = map[string][2]string{"family_centre": {"家庭综合服务中心", "Family Service Centre"}, "canteen": {"长者饭堂", "Elder Canteen"}, "day_care": {"日间托管中心", "Day-care Centre"},
		"home_care": {"居家养老服务站", "Home Elder-care Station"}, "health_station": {"社区卫生服务站", "Health Station"}, "disability_centre": {"残疾人康园中心", "Centre for Disabled Persons"},
		"hut": {"共享小屋", "Sharing Hut"}, "repair": {"便民维修点", "Repair Point"}, "service_hall": {"党群服务中心", "Service Hall"}, "school": {"小学", "Primary School"}}
)

// settle founds the organisations with their points, services and projects.
func (t *Town) settle() {
	r := t.rand("directory")
	office := t.found(r, "government", "和乐区民政局（示例）", "Hele Civil Affairs Bureau", District)
	t.found(r, "government", "和乐区政务服务数据管理局（示例）", "Hele Data Bureau", District)
	t.found(r, "charity", "和乐区慈善会（示例）", "Hele Charity", District)
	t.found(r, "federation", "和乐区社会工作联合会（示例）", "Hele Federation of Social Work", District)
	var social, homes []string
	for _, name := range []string{"睦邻:Mulin", "同行:Tongxing", "启明:Qiming", "春晖:Chunhui", "绿荫:Lüyin", "暖阳:Nuanyang", "益家:Yijia", "携手:Xieshou"} {
		zh, en, _ := strings.Cut(name, ":")
		social = append(social, t.found(r, "social_organisation", zh+"社会工作服务中心（示例）", en+" Social Work Centre", District))
	}
	for _, name := range []string{"康悦:Kangyue", "福寿:Fushou", "长乐:Changle", "颐和:Yihe", "安邻:Anlin"} {
		zh, en, _ := strings.Cut(name, ":")
		homes = append(homes, t.found(r, "provider", zh+"养老服务有限公司（示例）", en+" Elder Care", District))
	}
	repair := t.found(r, "provider", "好街坊便民服务有限公司（示例）", "Good Neighbour Services", District)
	for _, name := range []string{"和安", "嘉邻", "怡居", "恒泰"} {
		t.found(r, "property_company", name+"物业管理有限公司（示例）", "", District)
	}
	streets := map[string]string{}
	for i, c := range t.communities {
		code, first := c.street, streets[c.street] == ""
		en := t.english(c.code)
		if first {
			streets[code] = t.found(r, "street_centre", "和乐区"+c.streetName+"公共服务中心（示例）", t.english(code)+" Service Centre", code)
			t.open(r, c, pick(r, social), "family_centre", c.streetName, t.english(code))
			t.open(r, c, pick(r, homes), "home_care", c.streetName, t.english(code))
			t.open(r, c, streets[code], "disability_centre", c.streetName, t.english(code))
			t.open(r, c, repair, "repair", c.streetName, t.english(code))
			t.project(r, c, office, pick(r, social))
		}
		t.open(r, c, streets[code], "service_hall", c.name, en)
		t.open(r, c, streets[code], "hut", c.name, en)
		if i%2 == 0 {
			t.open(r, c, pick(r, homes), "canteen", c.name, en)
		}
		if i%3 == 1 {
			t.open(r, c, pick(r, homes), "day_care", c.name, en)
		}
		if i%3 != 2 {
			clinic := t.found(r, "clinic", "和乐区"+c.name+"卫生服务站（示例）", en+" Health Station", c.code)
			t.open(r, c, clinic, "health_station", c.name, en)
		}
		if i%4 == 0 {
			t.open(r, c, t.found(r, "school", "和乐区"+c.name[:6]+"小学（示例）", en+" Primary School", c.code), "school", c.name[:6], en)
		}
		t.found(r, "party_branch", "中共"+c.name+"支部（示例）", en+" Party Branch", c.code)
	}
}

func (t *Town) english(code string) string {
	for _, g := range t.Regions {
		if g.Code == code {
			return g.NameEn
		}
	}
	return ""
}

// found adds an organisation. GB 32100-2015: register and kind, division, nine
// characters of the organisation, check character.
func (t *Town) found(r *rand.Rand, kind, zh, en, region string) string {
	prefix := map[string]string{"government": "11", "street_centre": "12", "school": "12", "clinic": "12", "social_organisation": "52", "charity": "51", "federation": "51", "party_branch": "11"}[kind]
	if prefix == "" {
		prefix = "91"
	}
	n := len(t.Organisations) + 1
	o := Organisation{Key: fmt.Sprintf("org-%04d", n), Kind: kind, Name: zh, NameEn: en, Region: region,
		Credit: cnid.MakeCredit(fmt.Sprintf("%s%sMA%07d", prefix, District, n*7919%9999991)), Phone: fmt.Sprintf("0300%08d", 20_000_000+n),
		Contact: naming.Southern.Draw(r) + naming.Given(r, r.Float64() < 0.5, between(r, 1968, 1995))}
	if kind == "provider" || kind == "clinic" || kind == "social_organisation" || kind == "property_company" {
		o.LicenceUntil = t.Today.AddDate(0, between(r, -1, 40), 0).Format("2006-01-02")
	}
	t.Organisations = append(t.Organisations, o)
	return o.Key
}

// managers are the property companies.
func (t *Town) managers() (out []string) {
	for _, o := range t.Organisations {
		if o.Kind == "property_company" {
			out = append(out, o.Key)
		}
	}
	return out
}

// open adds a point in a community and what is offered there.
func (t *Town) open(r *rand.Rand, c *community, org, kind, zh, en string) {
	g := pick(r, c.grids)
	lon, lat := t.land.Within(r.Float64, pick(r, g.cells))
	n := len(t.Points) + 1
	p := Point{Key: fmt.Sprintf("point-%04d", n), Organisation: org, Kind: kind, Name: zh + pointNames[kind][0], NameEn: en + " " + pointNames[kind][1],
		Region: g.code, Address: fmt.Sprintf("和乐区%s%s路%d号", c.streetName, pick(r, roads), between(r, 1, 200)), Phone: fmt.Sprintf("0300%08d", 30_000_000+n),
		Lon: lon, Lat: lat, Hours: hoursOf[kind], StepFree: r.Float64() < 0.75}
	if p.Hours == nil {
		p.Hours = officeHours
	}
	t.Points = append(t.Points, p)
	region := c.street
	if kind == "hut" || kind == "service_hall" {
		region = c.code
	}
	for _, k := range offersAt[kind] {
		scale := max(1, t.Residents/len(t.communities)/2200)
		t.Services = append(t.Services, Service{Key: fmt.Sprintf("service-%04d", len(t.Services)+1), Organisation: org, Category: k.category, Name: zh + k.zh, NameEn: k.en + ", " + en,
			Points: []string{p.Key}, Mode: k.mode, Unit: k.unit, PriceFen: k.price, SubsidyFen: k.subsidy, PerDay: max(1, k.perDay*scale*between(r, 7, 13)/10), Eligibility: k.rule, Region: region})
	}
}

var projectKinds = []struct {
	zh, en string
	target []string
}{{"独居老人守护计划", "Watching over elders who live alone", []string{LivesAlone}}, {"童心港湾", "Harbour for children left behind", []string{LeftBehind}},
	{"新市民融入计划", "New citizens settle in", []string{NewCitizen}}, {"助残同行", "Together with disabled persons", []string{Disability}}, {"暖心家园", "Warm homes for bereaved parents", []string{BereavedParent}}}

func (t *Town) project(r *rand.Rand, c *community, purchaser, operator string) {
	k := projectKinds[len(t.Projects)%len(projectKinds)]
	lon, lat := t.land.Within(r.Float64, pick(r, c.grids[0].cells))
	planned := between(r, 60, 400)
	t.Projects = append(t.Projects, Project{Key: fmt.Sprintf("project-%03d", len(t.Projects)+1), Name: c.streetName + k.zh, NameEn: k.en + ", " + t.english(c.street),
		Purchaser: purchaser, Operator: operator, Region: c.street, From: t.Today.AddDate(0, -between(r, 1, 9), 0).Format("2006-01-02"), To: t.Today.AddDate(0, between(r, 3, 20), 0).Format("2006-01-02"),
		Target: k.target, BudgetFen: int64(between(r, 12, 60)) * 1_000_000, Planned: planned, Actual: planned * between(r, 30, 110) / 100, Staff: between(r, 2, 8), Lon: lon, Lat: lat})
}
