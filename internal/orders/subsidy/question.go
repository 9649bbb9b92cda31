package subsidy

import (
	"linli/internal/directory/eligibility"
	"linli/internal/money"
	"linli/internal/region"
)

// Question asks what part of a price the public purse pays. With an Order the
// answer is held for it, in the caller's transaction; without one it is only
// looked up, and nothing may be written.
type Question struct {
	Order    string // id of the order that the answer is held for; "" holds nothing
	Person   string
	Region   region.Code // where the person lives
	Category string
	Service  string
	Org      string
	Day      string
	Quantity int
	UnitFen  money.Fen
	Facts    eligibility.Facts
}

// Answer is the split, and why.
type Answer struct {
	money.Split
	Programme string
	Bracket   string
	WhyZh     string
	WhyEn     string
	Parts     map[string]money.Fen // of each programme, to be drawn
}
