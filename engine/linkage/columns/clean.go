package columns

import (
	"strings"
	"unicode"

	"linli/engine/linkage/chinese"
)

// nothing are values that say that there is none.
var nothing = map[string]bool{"": true, "-": true, "--": true, ".": true, "?": true, "/": true, "\\": true, "null": true, "none": true, "nan": true, "na": true, "n/a": true, "n.a.": true, "nil": true,
	"unknown": true, "missing": true, "#n/a": true, "无": true, "不详": true, "未知": true, "空": true, "没有": true, "暂无": true, "未填": true, "未登记": true}

const accented = "àaáaâaãaäaåaāaçcèeéeêeëeēeìiíiîiïiīiñnòoóoôoõoöoøoōoùuúuûuüuūuýyÿyšsžzčcćcłlđdğgışsńnęeąaśsźzżzřrěeůuőoűuâa"

var unaccent = func() map[rune]rune {
	m := map[rune]rune{}
	rs := []rune(accented)
	for i := 0; i+1 < len(rs); i += 2 {
		if rs[i] > 0x7F {
			m[rs[i]] = rs[i+1]
		}
	}
	return m
}()

// words writes a text in small plain letters, its words parted by one space;
// apostrophes vanish, other marks part words. keep stand as they are.
func words(s, keep string) string {
	s = chinese.Fold(s)
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case r == '\'' || r == '’' || r == '`' || r == '´' || r == '·' || r == '•':
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r < 0x80 && strings.IndexByte(keep, byte(r)) >= 0:
			if space && b.Len() > 0 {
				b.WriteByte(' ')
			}
			space = false
			r = unicode.ToLower(r)
			if r > 0x7F {
				switch r {
				case 'ß':
					b.WriteString("ss")
					continue
				case 'æ':
					b.WriteString("ae")
					continue
				}
				if p, ok := unaccent[r]; ok {
					r = p
				}
			}
			b.WriteRune(r)
		default:
			space = true
		}
	}
	return b.String()
}

// short are words of addresses with the short form that stands for all.
var short = map[string]string{"street": "st", "str": "st", "road": "rd", "avenue": "av", "ave": "av", "aven": "av", "boulevard": "blvd", "blv": "blvd", "drive": "dr", "drv": "dr", "place": "pl", "court": "ct", "crt": "ct", "crescent": "cres", "cr": "cres", "circuit": "cct", "lane": "ln", "terrace": "tce", "parade": "pde", "highway": "hwy", "square": "sq", "close": "cl",
	"parkway": "pkwy", "way": "wy", "north": "n", "south": "s", "east": "e", "west": "w", "apartment": "apt", "apmnt": "apt", "flat": "apt", "unit": "apt", "suite": "ste", "floor": "fl", "mount": "mt", "saint": "st", "fort": "ft", "building": "bldg", "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th", "eighth": "8th", "ninth": "9th", "tenth": "10th"}

func shorten(ws []string) {
	for i, w := range ws {
		if s, ok := short[w]; ok {
			ws[i] = s
		}
	}
}

// number reports whether a word of an address is a number, and no 5th.
func number(w string) bool {
	return w != "" && w[0] >= '0' && w[0] <= '9' && !strings.HasSuffix(w, "st") && !strings.HasSuffix(w, "nd") && !strings.HasSuffix(w, "rd") && !strings.HasSuffix(w, "th")
}

// code keeps letters and digits, small.
func code(s string) string { return strings.ReplaceAll(words(s, ""), " ", "") }

// phone keeps the digits, without the country's number where it is China's, and
// without trunk zeros.
func phone(s string) string {
	d := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, chinese.Fold(s))
	d = strings.TrimLeft(d, "0")
	if len(d) == 13 && d[:3] == "861" {
		d = d[2:]
	}
	return d
}

var sexes = map[string]string{"m": "m", "male": "m", "man": "m", "boy": "m", "男": "m", "男性": "m", "1": "m", "f": "f", "female": "f", "woman": "f", "girl": "f", "女": "f", "女性": "f", "2": "f", "0": "f"}
