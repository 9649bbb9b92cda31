package roster

import (
	"strconv"
	"strings"
	"time"

	"linli/internal/cnid"
	"linli/internal/fault"
	"linli/internal/geo"
	"linli/internal/people"
	"linli/internal/platform/regions"
	"linli/internal/region"
)

// parser turns the cells of one file into rows of the register.
type parser struct {
	mapping []string
	kinds   map[string]people.AttributeKind
	places  *regions.Register
	within  region.Code
	byName  map[string]region.Code // communities within, by name
	now     time.Time
}

func newParser(b Batch, kinds map[string]people.AttributeKind, places *regions.Register, now time.Time) *parser {
	p := &parser{mapping: b.Mapping, kinds: kinds, places: places, within: b.Region, byName: map[string]region.Code{}, now: now}
	for _, level := range []region.Level{region.Community, region.Grid} {
		for _, r := range places.Within(b.Region.Community(), level) {
			p.byName[r.Name] = r.Code
		}
		for _, r := range places.Within(b.Region, level) {
			p.byName[r.Name] = r.Code
		}
	}
	return p
}

// row reads one row and says everything that is wrong with it at once.
func (p *parser) row(cells []string) (people.Row, []*fault.Fault) {
	var r people.Row
	var bad []*fault.Fault
	var lon, lat, community, grid string
	say := func(f *fault.Fault, field string) { bad = append(bad, f.On(field)) }
	for i, v := range cells {
		if i >= len(p.mapping) || v == "" {
			continue
		}
		var err error
		switch field := p.mapping[i]; field {
		case "":
		case "name":
			r.Name = v
		case "resident_id":
			r.ResidentID, err = cnid.ParseResident(v)
		case "sex":
			r.Sex, err = sexOf(v)
		case "birth":
			r.Birth, err = dateOf(v)
		case "phone":
			r.Phone, err = cnid.ParsePhone(v)
		case "registered_address":
			r.RegAddress = v
		case "address":
			r.Address = v
		case "community":
			community = v
		case "grid":
			grid = v
		case "building":
			r.Building = v
		case "unit":
			r.Unit = v
		case "flat":
			r.Flat = v
		case "household":
			r.Household = v
		case "relation":
			r.Relation = relationOf(v)
		case "lon":
			lon = v
		case "lat":
			lat = v
		default:
			var a people.Attribute
			var holds bool
			if a, holds, err = p.attribute(strings.TrimPrefix(field, "attribute:"), v); holds && err == nil {
				r.Attributes = append(r.Attributes, a)
			}
		}
		if err != nil {
			say(fault.Of(err), p.mapping[i])
		}
	}
	r.At, bad = p.point(lon, lat, bad)
	r.Region, bad = p.place(community, grid, r.At, bad)
	idBad := has(bad, "resident_id")
	checked, more := r.Check(p.now, p.kinds)
	for _, f := range more {
		// What already has its reason needs no second one.
		if !has(bad, f.Field) && !(idBad && f.Code == people.ErrIdentity.Code) && !(f.Field == "region" && has(bad, "community")) {
			bad = append(bad, f)
		}
	}
	return checked, bad
}

func has(bad []*fault.Fault, field string) bool {
	for _, f := range bad {
		if f.Field == field {
			return true
		}
	}
	return false
}

func (p *parser) point(lon, lat string, bad []*fault.Fault) (geo.Point, []*fault.Fault) {
	if lon == "" && lat == "" {
		return geo.Point{}, bad
	}
	x, ex := strconv.ParseFloat(lon, 64)
	y, ey := strconv.ParseFloat(lat, 64)
	at := geo.Point{Lon: x, Lat: y}
	if ex != nil || ey != nil {
		return geo.Point{}, append(bad, errCoords.On("lon"))
	}
	if err := at.Check(); err != nil {
		return geo.Point{}, append(bad, fault.Of(err).On("lon"))
	}
	inside, known := p.places.Contains(p.within.District(), x, y)
	if known && !inside || !known && !at.InChina() {
		swapped, _ := p.places.Contains(p.within.District(), y, x)
		if swapped {
			return geo.Point{}, append(bad, geo.ErrSwapped.On("lon"))
		}
		return geo.Point{}, append(bad, errAway.On("lon"))
	}
	return at, bad
}

// place finds the community or grid: by code, by name, by the point, or
// because the whole import is for one community.
func (p *parser) place(community, grid string, at geo.Point, bad []*fault.Fault) (region.Code, []*fault.Fault) {
	for _, v := range []string{grid, community} {
		if v == "" {
			continue
		}
		code, err := region.Parse(v)
		if err != nil {
			code = p.byName[v]
		}
		switch {
		case code == "":
			continue
		case !code.In(p.within) && !p.within.In(code):
			return "", append(bad, errOutside.On("community"))
		case code.Level() == region.Community || code.Level() == region.Grid:
			return code, bad
		}
	}
	if !at.IsZero() {
		if code := p.places.Locate(p.within, at.Lon, at.Lat); len(code) >= 12 {
			return code, bad
		}
	}
	if l := p.within.Level(); (l == region.Community || l == region.Grid) && (community == "" || p.byName[community] != "") {
		return p.within, bad
	}
	if community != "" {
		return "", append(bad, errOutside.On("community"))
	}
	return "", append(bad, errPlace.On("community"))
}

func (p *parser) attribute(key, v string) (people.Attribute, bool, error) {
	k, ok := p.kinds[key]
	if !ok {
		return people.Attribute{}, false, people.ErrAttribute
	}
	no := map[string]bool{"否": true, "无": true, "0": len(k.Levels) == 0, "n": true, "no": true, "false": true, "×": true, "-": true}
	yes := map[string]bool{"是": true, "有": true, "1": true, "y": true, "yes": true, "true": true, "√": true, "✓": true}
	low := strings.ToLower(v)
	if no[low] {
		return people.Attribute{}, false, nil
	}
	if len(k.Levels) == 0 {
		if !yes[low] && low != strings.ToLower(k.NameZh) {
			return people.Attribute{}, false, errAttribute
		}
		return people.Attribute{Key: key}, true, nil
	}
	level, ok := levelWords[v]
	if !ok {
		level = low
	}
	for _, l := range k.Levels {
		if l == level {
			return people.Attribute{Key: key, Level: l}, true, nil
		}
	}
	return people.Attribute{}, false, errAttribute
}

// levelWords: GB/T 42195-2022 for ability, GB/T 26341 for disability.
var levelWords = map[string]string{
	"能力完好": "0", "轻度失能": "1", "中度失能": "2", "重度失能": "3", "完全失能": "4", "轻度": "1", "中度": "2", "重度": "3",
	"一级": "1", "二级": "2", "三级": "3", "四级": "4",
	"视力": "visual", "听力": "hearing", "言语": "speech", "肢体": "physical", "智力": "intellectual", "精神": "mental", "多重": "multiple",
}

func sexOf(v string) (cnid.Sex, error) {
	switch strings.ToLower(v) {
	case "男", "男性", "m", "male", "1":
		return cnid.Male, nil
	case "女", "女性", "f", "female", "2": // GB/T 2261.1: 1 male, 2 female
		return cnid.Female, nil
	}
	return "", errSexWord
}

var relationWords = map[string]string{
	"户主": "head", "本人": "head", "配偶": "spouse", "妻": "spouse", "夫": "spouse", "妻子": "spouse", "丈夫": "spouse", "子": "child", "女": "child", "儿子": "child", "女儿": "child", "子女": "child",
	"儿媳": "child_in_law", "女婿": "child_in_law", "父": "parent", "母": "parent", "父亲": "parent", "母亲": "parent", "父母": "parent", "岳父": "parent_in_law", "岳母": "parent_in_law", "公公": "parent_in_law", "婆婆": "parent_in_law",
	"孙子": "grandchild", "孙女": "grandchild", "外孙": "grandchild", "外孙女": "grandchild", "孙": "grandchild", "祖父": "grandparent", "祖母": "grandparent", "兄弟": "sibling", "姐妹": "sibling", "租客": "tenant", "合租": "flatmate", "保姆": "carer", "护工": "carer", "其他": "other",
}

func relationOf(v string) string {
	if w := relationWords[v]; w != "" {
		return w
	}
	return strings.ToLower(v)
}

// dateOf reads the ways in which people write a day, Excel's serial number
// among them (days since 30 December 1899, ECMA-376 18.17.4.1).
func dateOf(v string) (string, error) {
	v = strings.NewReplacer("年", "-", "月", "-", "日", "", "/", "-", ".", "-").Replace(v)
	v, _, _ = strings.Cut(v, " ")
	for _, layout := range []string{"2006-1-2", "20060102"} {
		if t, err := time.Parse(layout, v); err == nil {
			return t.Format(time.DateOnly), nil
		}
	}
	if n, err := strconv.Atoi(v); err == nil && n > 1 && n < 80_000 && len(v) == 5 {
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n).Format(time.DateOnly), nil
	}
	return "", errDate
}
