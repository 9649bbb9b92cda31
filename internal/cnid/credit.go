package cnid

import (
	"strings"

	"linli/internal/fault"
)

// What can be wrong with a unified social credit code.
var (
	ErrCreditForm  = fault.New(fault.Invalid, "cnid.credit_form", "统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）。", "A unified social credit code has 18 digits or capital letters without I, O, S, V, Z.")
	ErrCreditCheck = fault.New(fault.Invalid, "cnid.credit_check", "统一社会信用代码校验码不对。", "The check character of the unified social credit code is wrong.")
)

// creditDigits are the 31 characters in the order of their values (GB 32100-2015 table 1).
const creditDigits = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// creditCheck is the 18th character: 31 - sum mod 31 with weights 3^(i-1) mod
// 31 (GB 32100-2015 appendix A).
func creditCheck(first17 string) (byte, bool) {
	sum, w := 0, 1
	for i := range 17 {
		v := strings.IndexByte(creditDigits, first17[i])
		if v < 0 {
			return 0, false
		}
		sum += v * w
		w = w * 3 % 31
	}
	return creditDigits[(31-sum%31)%31], true
}

// ParseCredit checks a unified social credit code; small letters and spaces are forgiven.
func ParseCredit(s string) (string, error) {
	s = strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(s), " ", ""))
	if len(s) != 18 || strings.IndexByte(creditDigits, s[17]) < 0 {
		return "", ErrCreditForm
	}
	c, ok := creditCheck(s[:17])
	if !ok {
		return "", ErrCreditForm
	}
	if c != s[17] {
		return "", ErrCreditCheck
	}
	return s, nil
}

// MakeCredit adds the check character to 17 characters, for generators.
func MakeCredit(first17 string) string {
	c, ok := creditCheck(first17)
	if !ok {
		panic("cnid: " + first17 + " holds a character that no credit code has")
	}
	return first17 + string(c)
}
