package chinese

import (
	"strconv"
	"strings"
	"unicode"
)

// Address is an address taken apart.
type Address struct {
	// Area is province, city, district and street office, as far as written.
	Area string
	// Road is what names the road, lane or estate.
	Road string
	// Numbers are house, building, unit and flat, in the order written, whatever
	// they were spelled like: 3栋2单元501, 3-2-501 and 三栋二单元501室 all give 3, 2,
	// 501. A floor that the number of the flat tells anyway is left out.
	Numbers []string
}

var digitOf = map[rune]int{'〇': 0, '零': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9, '壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9}

var scaleOf = map[rune]int{'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000}

// Number reads a Chinese numeral of up to four places (三, 十二, 一百零五, 二〇一).
func Number(rs []rune) (int, bool) {
	total, digit, scaled := 0, 0, false
	if len(rs) == 0 || len(rs) > 8 {
		return 0, false
	}
	for i, r := range rs {
		if d, ok := digitOf[r]; ok {
			if !scaled && i > 0 {
				digit = digit*10 + d
			} else {
				digit = d
			}
			continue
		}
		s, ok := scaleOf[r]
		if !ok {
			return 0, false
		}
		if digit == 0 && i == 0 {
			digit = 1
		}
		total += digit * s
		digit, scaled = 0, true
	}
	return total + digit, total+digit < 1_000_000
}

// units stand behind a number; the longer come first.
var units = []struct {
	word string
	kind byte
}{
	{"号楼", 'b'}, {"号院", 'h'}, {"号大院", 'h'}, {"号房", 'r'}, {"号室", 'r'}, {"单元", 'u'}, {"单位", 'u'}, {"栋楼", 'b'}, {"栋", 'b'}, {"幢", 'b'}, {"座", 'b'}, {"#", 'b'},
	{"号", 'h'}, {"弄", 'h'}, {"门", 'u'}, {"梯", 'u'}, {"层", 'f'}, {"楼", 'f'}, {"室", 'r'}, {"户", 'r'}, {"房", 'r'}, {"组", 'g'}, {"队", 'g'}, {"排", 'g'}, {"之", '-'}, {"-", '-'},
}

func unitAt(rs []rune) (kind byte, n int) {
	for _, u := range units {
		w := []rune(u.word)
		if len(rs) >= len(w) && string(rs[:len(w)]) == u.word {
			return u.kind, len(w)
		}
	}
	return 0, 0
}

// ParseAddress takes an address apart. It never fails: what it does not
// understand stays in Road.
func ParseAddress(s string) Address {
	rs := []rune(strings.ToLower(Fold(s)))
	type item struct {
		kind byte
		text string
	}
	var items []item
	var road []rune
	for i := 0; i < len(rs); {
		r := rs[i]
		n, value := numberAt(rs[i:])
		if n > 0 {
			kind, m := unitAt(rs[i+n:])
			arabic := r >= '0' && r <= '9'
			letter := r >= 'a' && r <= 'z'
			if kind != 0 && !(letter && kind != 'b') || arabic {
				items = append(items, item{kind, value})
				i += n + m
				continue
			}
			road = append(road, rs[i:i+n]...)
			i += n
			continue
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			road = append(road, r)
		}
		i++
	}
	var a Address
	for i, it := range items {
		if it.kind == 'f' && i+1 < len(items) && strings.HasPrefix(items[i+1].text, it.text) {
			continue
		}
		a.Numbers = append(a.Numbers, it.text)
	}
	a.Area, a.Road = area(road)
	return a
}

// numberAt is how many runes of a number stand at the front, and its value in
// Arabic digits; a letter alone counts, as in A座.
func numberAt(rs []rune) (n int, value string) {
	for n < len(rs) && rs[n] >= '0' && rs[n] <= '9' {
		n++
	}
	if n > 0 {
		value = strings.TrimLeft(string(rs[:n]), "0")
		if value == "" {
			value = "0"
		}
		if n < len(rs) && rs[n] >= 'a' && rs[n] <= 'z' && (n+1 == len(rs) || !(rs[n+1] >= 'a' && rs[n+1] <= 'z')) {
			value += string(rs[n])
			n++
		}
		return n, value
	}
	if rs[0] >= 'a' && rs[0] <= 'z' {
		if len(rs) > 1 && rs[1] >= '0' && rs[1] <= '9' {
			m, v := numberAt(rs[1:])
			return 1 + m, string(rs[0]) + v
		}
		return 1, string(rs[0])
	}
	for n < len(rs) {
		_, digit := digitOf[rs[n]]
		_, scale := scaleOf[rs[n]]
		if !digit && !scale {
			break
		}
		n++
	}
	if v, ok := Number(rs[:n]); ok && n > 0 {
		return n, strconv.Itoa(v)
	}
	return 0, ""
}

// area parts what names the place from what names the road: the last of province,
// city, district, county, town and street office that leaves two characters.
func area(rs []rune) (place, road string) {
	cut, last := 0, 0
	for i, r := range rs {
		end := 0
		switch r {
		case '省', '市', '县', '镇', '乡', '旗':
			end = i + 1
		case '区':
			if i > 0 && !strings.ContainsRune("小园社新厂院校苑南北东西", rs[i-1]) || i > 0 && rs[i-1] == '社' {
				end = i + 1
			}
		case '道':
			if i > 0 && rs[i-1] == '街' {
				end = i + 1
			}
		}
		if end-last >= 2 && len(rs)-end >= 2 {
			cut, last = end, end
		}
	}
	return string(rs[:cut]), string(rs[cut:])
}
