package evidence

import "linli/engine/linkage/columns"

// saying is what a level is called, in English and Chinese.
type saying [2]string

var sayings = map[columns.Role]map[int]saying{
	columns.Given:    {7: {"swapped with the surname", "姓与名对调"}, 8: {"one stands in the other's place", "姓名栏错位"}, 9: {"short form", "为简写"}, 10: {"one slip apart", "只差一处"}, 11: {"alike", "相近"}, 12: {"sounds alike", "同音"}, 13: {"one word equal", "部分相同"}},
	columns.Full:     {7: {"same words in another order", "字序不同"}, 8: {"same sound and tone", "同音同调"}, 9: {"same sound", "同音"}, 10: {"one slip apart", "只差一字"}, 11: {"alike", "相近"}, 12: {"one holds the other", "包含"}, 13: {"partly equal", "部分相同"}, 14: {"same surname only", "仅同姓"}},
	columns.Birth:    {7: {"day and month swapped", "日月对调"}, 8: {"one digit apart", "只差一位"}, 9: {"two of year, month and day equal", "年月日中两项相同"}, 10: {"two digits apart", "差两位"}, 11: {"same year", "同年"}, 12: {"one is part of the other", "一方不完整但相符"}},
	columns.Number:   {7: {"one digit apart", "只差一位"}, 8: {"two digits apart", "差两位"}, 9: {"same digits in another order", "数字顺序不同"}, 10: {"three digits apart", "差三位"}, 11: {"one half equal", "一半相同"}, 12: {"one ends with the other", "一方是另一方的结尾"}, 14: {"different, both valid", "不同且校验均正确"}},
	columns.Email:    {7: {"same name, other domain", "用户名相同"}, 8: {"a slip apart", "只差一两处"}, 9: {"names alike", "用户名相近"}},
	columns.House:    {7: {"same number, other letter", "号码相同"}, 8: {"one digit apart", "只差一位"}, 9: {"a number in common", "部分相同"}},
	columns.Street:   {7: {"lines crossed", "两行对调"}, 8: {"line in another place", "行错位"}, 9: {"one holds the other", "包含"}, 10: {"one slip apart", "只差一处"}, 11: {"alike", "相近"}, 12: {"partly alike", "部分相近"}, 13: {"a little alike", "略相近"}},
	columns.Address:  {7: {"same in other words", "写法不同"}, 8: {"same as far as written", "所写部分相同"}, 9: {"same building, another flat", "同楼不同户"}, 10: {"same numbers, road alike", "号码相同、路名相近"}, 11: {"same numbers", "号码相同"}, 12: {"same road", "同一条路"}, 13: {"same road, number one slip apart", "同路、号码只差一位"}, 14: {"road alike", "路名相近"}},
	columns.Place:    {7: {"swapped with the postcode", "与邮编对调"}, 8: {"in another place", "错位"}, 9: {"one holds the other", "包含"}, 10: {"one slip apart", "只差一处"}, 11: {"alike", "相近"}},
	columns.Postcode: {8: {"one slip apart", "只差一位"}, 9: {"same beginning", "开头相同"}},
	columns.State:    {8: {"one slip apart", "只差一处"}},
	columns.Amount:   {8: {"one slip apart", "只差一位"}, 9: {"nearly equal", "相差不到百分之一"}},
}

// cousins say what another role says.
var cousins = map[columns.Role]columns.Role{columns.Family: columns.Given, columns.Resident: columns.Number, columns.Phone: columns.Number, columns.Text: columns.Street, columns.Category: columns.State}

// Words says a level of a role, in Chinese or English.
func Words(r columns.Role, level int, zh bool) string {
	s := saying{"different", "不同"}
	switch {
	case level == Missing:
		s = saying{"not known", "缺失"}
	case Equal(level) && level <= Rare+1 && named(r):
		s = saying{"same and rare", "相同且少见"}
	case Equal(level):
		s = saying{"same", "相同"}
	default:
		if c, ok := cousins[r]; ok {
			r = c
		}
		if t, ok := sayings[r][level]; ok {
			s = t
		}
	}
	if zh {
		return s[1]
	}
	return s[0]
}

// named are the roles of which it says something to people that a value is rare: of
// a number nobody expects anything else.
func named(r columns.Role) bool {
	switch r {
	case columns.Given, columns.Family, columns.Full, columns.Place, columns.Street, columns.Text:
		return true
	}
	return false
}
