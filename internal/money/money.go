package money

import (
	"math"
	"strconv"
	"strings"

	"linli/internal/fault"
)

// Fen is an amount, a hundredth of a yuan. It may be negative in books.
type Fen int64

// Max bounds what one amount may be: ten thousand million yuan. Sums of many
// such amounts still fit.
const Max Fen = 1_000_000_000_000

// What can be wrong with an amount.
var (
	ErrAmount = fault.New(fault.Invalid, "money.amount", "金额应为元，最多两位小数，如 12.50。", "An amount is in yuan with at most two decimals, such as 12.50.")
	ErrRange  = fault.New(fault.Invalid, "money.range", "金额超出范围。", "The amount is out of range.")
)

// String is "¥12.00", with the minus before the sign of the currency.
func (f Fen) String() string {
	sign, n := "", uint64(f) //nolint:gosec // a negative amount is turned round below
	if f < 0 {
		sign, n = "-", -n
	}
	cents := strconv.FormatUint(n%100, 10)
	if len(cents) == 1 {
		cents = "0" + cents
	}
	return sign + "¥" + strconv.FormatUint(n/100, 10) + "." + cents
}

// Decimal is "12.00": for files that carry the currency beside it.
func (f Fen) Decimal() string { return strings.Replace(f.String(), "¥", "", 1) }

// Parse reads "12", "12.5" or "¥12.50".
func Parse(s string) (Fen, error) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "¥")
	sign := Fen(1)
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = -1, strings.TrimPrefix(rest, "¥")
	}
	whole, part, _ := strings.Cut(s, ".")
	if whole == "" || len(part) > 2 || strings.HasSuffix(s, ".") || !digits(whole) || !digits(part) {
		return 0, ErrAmount
	}
	yuan, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || yuan > int64(Max)/100 {
		return 0, ErrRange
	}
	cents := int64(0)
	for i := range 2 {
		cents *= 10
		if i < len(part) {
			cents += int64(part[i] - '0')
		}
	}
	return sign * Fen(yuan*100+cents), nil
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// Times is n units of f; ErrRange where that is more than Max.
func (f Fen) Times(n int) (Fen, error) {
	if n < 0 || f < 0 || n > 0 && int64(f) > math.MaxInt64/int64(n) || f*Fen(n) > Max {
		return 0, ErrRange
	}
	return f * Fen(n), nil
}

// Split is who pays a price.
type Split struct {
	Resident Fen `json:"resident_fen" doc:"What the person pays"`
	Subsidy  Fen `json:"subsidy_fen" doc:"What the public purse pays"`
	Fund     Fen `json:"fund_fen" doc:"What a charity fund pays"`
}

// Full is a price that nobody helps with.
func Full(price Fen) Split { return Split{Resident: price} }

// Total is the price.
func (s Split) Total() Fen { return s.Resident + s.Subsidy + s.Fund }

// Of reports whether s splits exactly this price and nobody pays less than nothing.
func (s Split) Of(price Fen) bool {
	return s.Resident >= 0 && s.Subsidy >= 0 && s.Fund >= 0 && s.Total() == price
}

// Minus is the difference, part by part, as a correction needs it.
func (s Split) Minus(o Split) Split {
	return Split{s.Resident - o.Resident, s.Subsidy - o.Subsidy, s.Fund - o.Fund}
}
