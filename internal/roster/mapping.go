package roster

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"linli/internal/people"
)

// fields of a row and the headers under which offices write them, without
// spaces and small. Attributes are fields too: "attribute:lives_alone".
var fields = map[string][]string{
	"name":               {"姓名", "名字", "居民姓名", "name", "fullname"},
	"resident_id":        {"身份证号", "身份证号码", "居民身份证号", "公民身份号码", "证件号码", "证件号", "身份证", "residentid", "idnumber", "id"},
	"sex":                {"性别", "sex", "gender"},
	"birth":              {"出生日期", "出生年月", "出生年月日", "生日", "birth", "birthdate", "dateofbirth"},
	"phone":              {"电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "phone", "mobile"},
	"registered_address": {"户籍地址", "户口地址", "户籍所在地", "户籍地", "registeredaddress"},
	"address":            {"居住地址", "现住址", "现居住地址", "住址", "地址", "实际居住地址", "address"},
	"community":          {"社区", "居委会", "村居", "社区名称", "所属社区", "社区代码", "community"},
	"grid":               {"网格", "网格编号", "所属网格", "网格代码", "grid"},
	"building":           {"楼栋", "栋", "楼栋号", "building"},
	"unit":               {"单元", "单元号", "unit"},
	"flat":               {"房号", "门牌", "室", "房间号", "flat", "room"},
	"relation":           {"与户主关系", "关系", "relation"},
	"household":          {"户号", "户编号", "家庭编号", "household", "householdid"},
	"lon":                {"经度", "lon", "lng", "longitude"},
	"lat":                {"纬度", "lat", "latitude"},
}

var byHeader = func() map[string]string {
	out := map[string]string{}
	for field, names := range fields {
		for _, n := range names {
			out[n] = field
		}
	}
	return out
}()

func plain(s string) string {
	s = strings.ToLower(s)
	if i := strings.IndexAny(s, "（(*＊"); i > 0 { // "身份证号(必填)"
		s = s[:i]
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u3000\u00a0_-:：\n\r", r) {
			return -1
		}
		return r
	}, s)
}

// guess finds the field of every column that it knows; the first column of a
// field wins.
func guess(columns []string, kinds map[string]people.AttributeKind) []string {
	out := make([]string, len(columns))
	taken := map[string]bool{}
	for i, c := range columns {
		p := plain(c)
		field := byHeader[p]
		if field == "" {
			for _, k := range kinds {
				if k.Active && (p == plain(k.NameZh) || p == plain(k.NameEn) || p == plain(k.Key) || p == "是否"+plain(k.NameZh)) {
					field = "attribute:" + k.Key
				}
			}
		}
		if field != "" && !taken[field] {
			out[i], taken[field] = field, true
		}
	}
	return out
}

// headerIn reports whether a row is the header: it has the name, and another
// field that we know.
func headerIn(row []string) bool {
	name, others := false, 0
	for _, c := range row {
		switch field := byHeader[plain(c)]; {
		case field == "name":
			name = true
		case field != "":
			others++
		}
	}
	return name && others > 0
}

// checkMapping: one field a column, one column a field, and a name.
func checkMapping(columns, mapping []string) error {
	seen := map[string]bool{}
	for i, field := range mapping {
		if field == "" {
			continue
		}
		if _, ok := fields[field]; !ok && !strings.HasPrefix(field, "attribute:") || i >= len(columns) {
			column := ""
			if i < len(columns) {
				column = columns[i]
			}
			return ErrMapping.With(column, field).On("mapping")
		}
		if seen[field] {
			return ErrTwice.With(field).On("mapping")
		}
		seen[field] = true
	}
	if !seen["name"] {
		return ErrNameField.On("mapping")
	}
	return nil
}

func headerDigest(columns []string) string {
	sum := sha256.Sum256([]byte(strings.Join(columns, "\x1f")))
	return hex.EncodeToString(sum[:16])
}
