package cnid

import (
	"fmt"
	"strings"
	"time"

	"linli/internal/fault"
)

// Sex as the ID number tells it.
type Sex string

const (
	Male   Sex = "male"
	Female Sex = "female"
)

// What can be wrong with a resident ID number.
var (
	ErrIDLength = fault.New(fault.Invalid, "cnid.id_length", "身份证号应为 18 位（旧证 15 位）。", "A resident ID number has 18 characters (old ones 15).")
	ErrIDChar   = fault.New(fault.Invalid, "cnid.id_character", "身份证号只能是数字，末位可以是 X。", "A resident ID number is digits; the last may be X.")
	ErrIDBirth  = fault.New(fault.Invalid, "cnid.id_birth", "身份证号中的出生日期不存在。", "The birth date inside the resident ID number does not exist.")
	ErrIDCheck  = fault.New(fault.Invalid, "cnid.id_check_digit", "身份证号校验码不对，请核对是否抄错。", "The check digit of the resident ID number is wrong; was it copied correctly?")
)

// Resident is a valid 18-character resident ID number.
type Resident string

// weights of the 17 digits: GB 11643-1999 table 1, 2^(i-1) mod 11.
var weights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// check is the 18th character: ISO 7064 MOD 11-2, "X" for ten (GB 11643-1999 4.2.4).
func check(first17 string) byte {
	sum := 0
	for i, w := range weights {
		sum += int(first17[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// ParseResident checks a number: surrounding and inner spaces and a small x are
// forgiven, a 15-digit one is brought to 18 (century 19, check digit added).
func ParseResident(s string) (Resident, error) {
	s = strings.ToUpper(strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '\u3000' || r == '\u00a0' || r == '\t':
			return -1
		case r >= '０' && r <= '９': // full-width digits from a Chinese keyboard
			return r - '０' + '0'
		case r == 'Ｘ' || r == 'ｘ':
			return 'X'
		}
		return r
	}, s))
	if len(s) != 15 && len(s) != 18 {
		return "", ErrIDLength
	}
	digits := s
	if len(s) == 18 {
		digits = s[:17]
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return "", ErrIDChar
		}
	}
	if len(s) == 15 {
		digits = s[:6] + "19" + s[6:] // numbers of 15 digits were given until 1999
		s = digits + string(check(digits))
	}
	if last := s[17]; last != 'X' && (last < '0' || last > '9') {
		return "", ErrIDChar
	}
	if _, err := time.Parse("20060102", digits[6:14]); err != nil {
		return "", ErrIDBirth
	}
	if check(digits) != s[17] {
		return "", ErrIDCheck
	}
	return Resident(s), nil
}

// MakeResident builds a valid number, for generators of fictional people:
// division is six digits, serial 0 to 999, odd for men.
func MakeResident(division string, birth time.Time, serial int) Resident {
	first := fmt.Sprintf("%s%s%03d", division, birth.Format("20060102"), serial%1000)
	return Resident(first + string(check(first)))
}

// Birth is the date of birth, at midnight UTC.
func (id Resident) Birth() time.Time {
	t, err := time.Parse("20060102", string(id[6:14]))
	if err != nil {
		panic("cnid: a Resident that was not parsed")
	}
	return t
}

// Sex is told by the 17th digit: odd for men (GB 11643-1999 4.2.3).
func (id Resident) Sex() Sex {
	if (id[16]-'0')%2 == 1 {
		return Male
	}
	return Female
}

// Division is the six-digit division code of the place of first registration.
func (id Resident) Division() string { return string(id[:6]) }

// Mask shows the first four and the last four characters.
func (id Resident) Mask() string { return MaskID(string(id)) }

// MaskID shows the first four and the last four characters of any long number.
func MaskID(s string) string {
	if len(s) < 9 {
		return strings.Repeat("*", len(s))
	}
	return s[:4] + strings.Repeat("*", len(s)-8) + s[len(s)-4:]
}
