package errors

import (
	"fmt"
	"time"
)

// division is a code of GB/T 2260 form that no county bears: the fictional
// district of the house.
const division = "449901"

// number is a resident ID number of 18 characters: division, birth, serial
// (odd for men: GB 11643-1999 4.2.3), check character.
func number(birth time.Time, serial int) string {
	first := fmt.Sprintf("%s%s%03d", division, birth.Format("20060102"), serial%1000)
	return first + string(Check(first))
}

// Check is the check character of the first 17 digits of a resident ID number:
// ISO 7064 MOD 11-2 (GB 11643-1999 4.2.4), 'X' for ten, '?' where these are
// not 17 digits.
func Check(first17 string) byte {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	if len(first17) != 17 {
		return '?'
	}
	sum := 0
	for i, w := range weights {
		c := first17[i]
		if c < '0' || c > '9' {
			return '?'
		}
		sum += int(c-'0') * w
	}
	return "10X98765432"[sum%11]
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}
