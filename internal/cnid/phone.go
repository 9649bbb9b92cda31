package cnid

import (
	"strings"

	"linli/internal/fault"
)

// ErrPhone is for what is neither a mobile nor a fixed-line number of China.
var ErrPhone = fault.New(fault.Invalid, "cnid.phone", "电话号码不正确：手机为 1 开头的 11 位，固话请带区号。", "Not a phone number: mobiles have 11 digits and begin with 1, fixed lines need their area code.")

// ParsePhone brings a number to its digits: +86, spaces and dashes go. Mobile:
// 11 digits beginning 13–19; fixed line: 0 + area code, 10 to 12 digits.
func ParsePhone(s string) (string, error) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case strings.ContainsRune(" -－—()（）\u3000\u00a0", r):
			return -1
		}
		return r
	}, strings.TrimSpace(s))
	for _, prefix := range []string{"+86", "0086"} {
		s = strings.TrimPrefix(s, prefix)
	}
	if len(s) == 13 && strings.HasPrefix(s, "861") {
		s = s[2:]
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return "", ErrPhone
		}
	}
	mobile := len(s) == 11 && s[0] == '1' && s[1] >= '3'
	fixed := len(s) >= 10 && len(s) <= 12 && s[0] == '0' && s[1] != '0'
	if !mobile && !fixed {
		return "", ErrPhone
	}
	return s, nil
}

// MaskPhone shows "138 **** 1234"; of a fixed line the last four digits.
func MaskPhone(s string) string {
	if len(s) == 11 && s[0] == '1' {
		return s[:3] + " **** " + s[7:]
	}
	if len(s) < 5 {
		return strings.Repeat("*", len(s))
	}
	return strings.Repeat("*", len(s)-4) + s[len(s)-4:]
}
