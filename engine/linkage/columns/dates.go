package columns

import "strings"

var months = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}

// numbersOf lists the runs of digits, and months that are written as words.
func numbersOf(s string) (out []string) {
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] >= '0' && s[j] <= '9' {
			j++
		}
		if j > i {
			out = append(out, s[i:j])
			i = j
			continue
		}
		for j < len(s) && s[j]|0x20 >= 'a' && s[j]|0x20 <= 'z' {
			j++
		}
		if j-i >= 3 {
			if m := months[strings.ToLower(s[i:i+3])]; m > 0 {
				out = append(out, string([]byte{'0' + byte(m/10), '0' + byte(m%10)}))
			}
		}
		i = max(j, i+1)
	}
	return out
}

func two(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// date writes a date as YYYYMMDD, without looking whether it exists: a slip may
// have made it. monthFirst says how 3/4/1950 is read. What is no date comes back
// as its digits; ok tells.
func date(s string, monthFirst bool) (digits string, ok bool) {
	p := numbersOf(s)
	switch {
	case len(p) >= 3 && len(p[0]) == 4 && len(p[1]) <= 2 && len(p[2]) <= 2:
		return p[0] + two(p[1]) + two(p[2]), true
	case len(p) >= 3 && len(p[0]) <= 2 && len(p[1]) <= 2 && len(p[2]) == 4:
		if monthFirst {
			return p[2] + two(p[0]) + two(p[1]), true
		}
		return p[2] + two(p[1]) + two(p[0]), true
	case len(p) >= 3 && len(p[0]) <= 2 && len(p[1]) <= 2 && len(p[2]) == 2:
		century := "19"
		if p[2] < "26" {
			century = "20"
		}
		if monthFirst {
			return century + p[2] + two(p[0]) + two(p[1]), true
		}
		return century + p[2] + two(p[1]) + two(p[0]), true
	case len(p) == 1 && len(p[0]) == 8:
		return p[0], true
	case len(p) == 2 && len(p[0]) == 4 && len(p[1]) <= 2:
		return p[0] + two(p[1]), true
	case len(p) == 1 && (len(p[0]) == 4 || len(p[0]) == 6) && (p[0][:2] == "19" || p[0][:2] == "20" || p[0][:2] == "18"):
		return p[0], true
	}
	return strings.Join(p, ""), false
}

// monthsFirst tells from the values whether 3/4/1950 is in March.
func monthsFirst(values []string) bool {
	first, second := 0, 0
	for _, v := range values {
		p := numbersOf(v)
		if len(p) < 3 || len(p[0]) > 2 || len(p[1]) > 2 {
			continue
		}
		if two(p[0]) > "12" {
			first++
		}
		if two(p[1]) > "12" {
			second++
		}
	}
	return second > first
}
