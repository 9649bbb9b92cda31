package chinese

import "strings"

// Resident writes a resident ID number in its standard form: 18 characters, the
// last a digit or X. Numbers of 15 digits, issued until 1999, get their century
// and check character (GB 11643-1999). Whatever is no such number is returned as
// its letters and digits.
func Resident(s string) string {
	var b strings.Builder
	for _, r := range Fold(s) {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == 'x' || r == 'X' || r == '*' || r == '×' || r == 'Ⅹ':
			b.WriteByte('X')
		case r >= 'a' && r <= 'z':
			b.WriteRune(r - 32)
		case r >= 'A' && r <= 'Z':
			b.WriteRune(r)
		}
	}
	out := b.String()
	if len(out) == 15 && strings.Trim(out, "0123456789") == "" {
		out = out[:6] + "19" + out[6:]
		out += string(check(out))
	}
	return out
}

// ResidentValid reports whether a number of 18 has its right check character and
// a month and day that exist (GB 11643-1999 4.2, ISO 7064 MOD 11-2).
func ResidentValid(s string) bool {
	if len(s) != 18 || strings.Trim(s[:17], "0123456789") != "" || check(s[:17]) != s[17] {
		return false
	}
	month, day := int(s[10]-'0')*10+int(s[11]-'0'), int(s[12]-'0')*10+int(s[13]-'0')
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 && (s[6:8] == "19" || s[6:8] == "20" || s[6:8] == "18")
}

func check(first string) byte {
	sum := 0
	for i := range 17 {
		weight := 1
		for range 17 - i {
			weight = weight * 2 % 11
		}
		sum += int(first[i]-'0') * weight
	}
	return "10X98765432"[sum%11]
}

// ResidentBirth is the birth date (YYYYMMDD) of a number of 18, "" where it is
// none. It may be no day that exists.
func ResidentBirth(s string) string {
	if len(s) != 18 || strings.Trim(s[6:14], "0123456789") != "" {
		return ""
	}
	return s[6:14]
}

// ResidentSex is "m" or "f" (GB 11643-1999 4.2.3: odd for men), "" for no number.
func ResidentSex(s string) string {
	if len(s) != 18 || s[16] < '0' || s[16] > '9' {
		return ""
	}
	return string("fm"[(s[16]-'0')%2])
}
